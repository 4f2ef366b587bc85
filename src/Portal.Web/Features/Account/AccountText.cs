namespace Portal.Web.Features.Account;

/// <summary>Marks <c>AccountText.resx</c>.</summary>
public sealed class AccountText;
