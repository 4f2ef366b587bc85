namespace Portal.Web.Features.Coverage;

/// <summary>Marks <c>CoverageText.resx</c>, the words of the dashboard and of the framework and control pages.</summary>
public sealed class CoverageText;
