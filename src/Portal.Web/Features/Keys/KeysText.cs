namespace Portal.Web.Features.Keys;

/// <summary>Marks <c>KeysText.resx</c>.</summary>
public sealed class KeysText;
