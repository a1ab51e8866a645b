"""Drawing on the picture of a camera what it is watched for."""
