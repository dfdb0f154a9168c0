"""What applicant, offices and stations do on the way from the award to the household register (handbook 五)."""
