namespace Portal.Web.Features.Retention;

/// <summary>Marks <c>RetentionText.resx</c>.</summary>
public sealed class RetentionText;
