namespace Portal.Web.Features.Connections;

/// <summary>Names ConnectionsText.resx.</summary>
public sealed class ConnectionsText;
