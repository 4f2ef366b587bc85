namespace Portal.Web.Features.Frameworks;

/// <summary>Marks <c>FrameworksText.resx</c>, the words of the framework settings.</summary>
public sealed class FrameworksText;
