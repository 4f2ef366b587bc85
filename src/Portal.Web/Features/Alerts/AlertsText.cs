namespace Portal.Web.Features.Alerts;

/// <summary>Texts of the alert inbox and of the banners.</summary>
public sealed class AlertsText;
