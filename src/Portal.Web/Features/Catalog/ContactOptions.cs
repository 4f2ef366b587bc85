namespace Portal.Web.Features.Catalog;

/// <summary>Whom people may talk to before they connect; configuration section <c>Contact</c>.</summary>
public sealed class ContactOptions
{
    /// <summary>An e-mail address; null when whoever runs the portal named none.</summary>
    public string? Address { get; set; }
}
