namespace Portal.Web.Shell;

/// <summary>Marks <c>ShellText.resx</c>.</summary>
public sealed class ShellText;
