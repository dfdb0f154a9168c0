"""The departments behind the joint windows (联审窗口): each knows something about an indicator, and no more."""
