namespace Portal.Web.Features.Connect;

/// <summary>Names ConnectText.resx.</summary>
public sealed class ConnectText;
