namespace Portal.Web.Demo;

/// <summary>Marks <c>DemoText.resx</c>.</summary>
public sealed class DemoText;
