namespace Portal.Compliance;
