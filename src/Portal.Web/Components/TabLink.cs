namespace Portal.Web.Components;

/// <param name="Href">Usually <c>UrlState.With("tab", key).Address</c>.</param>
public sealed record TabLink(string Key, string Title, string Href);
