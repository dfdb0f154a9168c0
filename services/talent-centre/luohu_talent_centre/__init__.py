"""The talent centre (人才服务中心): personnel files, and certificates checked at their source."""
