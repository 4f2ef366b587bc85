namespace Portal.Simulator;
