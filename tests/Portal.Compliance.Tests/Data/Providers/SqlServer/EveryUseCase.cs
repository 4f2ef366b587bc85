using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Coverage;
using Portal.Compliance.Data;
using Portal.Compliance.Frameworks;
using Portal.Compliance.Organizations;
using Portal.Tests.Shared.Database;
using Portal.Tests.Shared.Database.SqlServerCapture;
using Portal.Tests.Shared.Sync;

namespace Portal.Compliance.Tests.Data.Providers.SqlServer;

/// <summary>
/// Asks every public use case of the product once with nothing optional given and once with everything, so that its queries pass the
/// twin even if its own tests forgot one. A use case is a public class with a public ExecuteAsync; a new one is found by itself.
/// </summary>
internal static class EveryUseCase
{
    /// <summary>Answered from the manifests alone.</summary>
    private static readonly HashSet<string> WithoutDatabase = ["BrowseCatalog", "ViewConnector"];

    /// <summary>What ends things goes last, so that the others still find something.</summary>
    private static readonly string[] Last = ["RemoveMember", "DropFramework", "RevokeConnection", "ConfirmVendorKeyDeleted", "ViewRevocation", "OffBoardOrganization"];

    public static IReadOnlyList<Type> All { get; } = [.. typeof(TenantDatabase).Assembly.GetExportedTypes()
        .Where(t => t is { IsClass: true, IsAbstract: false } && t.GetMethod("ExecuteAsync") is not null)
        .OrderBy(t => Array.IndexOf(Last, t.Name)).ThenBy(t => t.Name.StartsWith("View", StringComparison.Ordinal) ? 0 : 1).ThenBy(t => t.Name, StringComparer.Ordinal)];

    public static async Task AskAsync()
    {
        await using var world = await SyncWorld.CreateAsync(more: services => services.AddFrameworks().AddCoverage().AddOrganizations());
        var known = await UseCaseArguments.PrepareAsync(world);
        Assert.True(All.Count > 40, $"Only {All.Count} use cases were found.");
        var silent = new List<string>();
        foreach (var useCase in All)
        {
            var before = SqlServerTwin.Asked;
            foreach (var generous in new[] { false, true })
            {
                await using var scope = world.Enter();
                await AskAsync(scope, useCase, known, generous);
            }

            if (SqlServerTwin.Asked == before && !WithoutDatabase.Contains(useCase.Name))
            {
                silent.Add(useCase.Name);
            }
        }

        Assert.True(silent.Count == 0, $"Asked the database nothing; are their arguments right? {string.Join(", ", silent)}");
    }

    /// <returns>What it answered; null when it answers nothing.</returns>
    public static async Task<object?> AskAsync(TestScope scope, Type useCase, UseCaseArguments known, bool generous)
    {
        var method = useCase.GetMethod("ExecuteAsync")!;
        // Outside the try: a question that cannot be put is the test's fault, and no answer.
        var arguments = method.GetParameters().Select(p => known.For(p, generous)).ToArray();
        try
        {
            var answer = (Task)method.Invoke(ActivatorUtilities.GetServiceOrCreateInstance(scope.Services, useCase), BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null)!;
            await answer;
            return answer.GetType().GetProperty(nameof(Task<object>.Result))?.GetValue(answer);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{useCase.Name} could not be asked: {e.Message}", e);
        }
    }
}
