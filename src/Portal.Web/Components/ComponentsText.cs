namespace Portal.Web.Components;

/// <summary>Marks <c>ComponentsText.resx</c>.</summary>
public sealed class ComponentsText;
