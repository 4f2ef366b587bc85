namespace Portal.Web.Features.Catalog;

/// <summary>Names CatalogText.resx.</summary>
public sealed class CatalogText;
