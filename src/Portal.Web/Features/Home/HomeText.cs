namespace Portal.Web.Features.Home;

/// <summary>Marks <c>HomeText.resx</c>.</summary>
public sealed class HomeText;
