using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Portal.Compliance.Connections;
using Portal.Compliance.Demo;
using Portal.Compliance.Organizations;
using Portal.Compliance.Trail.Checkpoints;
using Portal.Connectors.Sdk;
using Portal.EndToEnd.Tests.Hosting;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Web.Features.Account;

namespace Portal.EndToEnd.Tests.Isolation;

/// <summary>What the auditor's pages do not offer, the use cases refuse: every command, found by its shape, so that a new one cannot be forgotten.</summary>
[Collection(SharedPortalCollection.Name)]
public sealed class ForbiddenUseCaseTests(SharedPortal portal)
{
    /// <summary>Called without a tenant: the host decides who may, and anybody may know public keys.</summary>
    private static readonly Type[] WithoutTenant = [typeof(CreateOrganization), typeof(AcceptInvitation), typeof(ListSigningKeys)];

    public static TheoryData<string> Commands =>
    [
        .. typeof(ConnectConnector).Assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.GetMethod("ExecuteAsync") is { } run && IsCommand(run) && !WithoutTenant.Contains(type))
            .Concat([typeof(MoveDemoClock), typeof(ChangeDemoVendor), typeof(PreviewRevocation)])
            .Select(type => type.FullName!),
    ];

    [Fact]
    public void Commands_FoundByShape_AreThePortals() =>
        Assert.Superset(
            new HashSet<string> { nameof(ConnectConnector), nameof(ReplaceCredential), nameof(RequestSync), nameof(RevokeConnection), "AdoptFramework", "AcknowledgeAlert", "AddMember" },
            Commands.Select(row => row.Data.Split('.')[^1]).ToHashSet());

    [Theory, MemberData(nameof(Commands))]
    public async Task Command_ForgedByAnAuditor_IsForbidden(string command)
    {
        var type = typeof(ConnectConnector).Assembly.GetType(command, throwOnError: true)!;
        await using var scope = await Inside.EnterAsync(portal.Host.Services, DevelopmentPersonas.Audrey, "northwind");
        var useCase = scope.ServiceProvider.GetRequiredService(type);
        var run = type.GetMethod("ExecuteAsync")!;
        var arguments = run.GetParameters().Select(p => Anything(p.ParameterType)).ToArray();
        await Assert.ThrowsAsync<ForbiddenException>(
            () => (Task)run.Invoke(useCase, BindingFlags.DoNotWrapExceptions, null, arguments, CultureInfo.InvariantCulture)!);
    }

    private static bool IsCommand(MethodInfo run) =>
        run.ReturnType is { IsGenericType: true } task
        && task.GetGenericArguments()[0] is var result
        && (result == typeof(ConnectOutcome) || (result.IsGenericType && result.GetGenericTypeDefinition() == typeof(Result<>)));

    /// <summary>The role is asked for first, so it does not matter what is passed.</summary>
    private static object? Anything(Type type) => type switch
    {
        _ when type == typeof(string) => "x",
        _ when type == typeof(byte[]) => new byte[] { 1 },
        _ when type == typeof(TimeSpan) => TimeSpan.FromHours(1),
        _ when type == typeof(IProgress<CheckResult>) => new Progress<CheckResult>(),
        _ when type == typeof(IReadOnlyDictionary<string, string>) => new Dictionary<string, string>(),
        _ when type == typeof(ConnectRequest) => new ConnectRequest("bamboohr", new Dictionary<string, string>(), [1], AcceptLimited: true),
        _ when type == typeof(ExternalIdentity) => DevelopmentPersonas.Audrey.Identity,
        { IsValueType: true } when Nullable.GetUnderlyingType(type) is null => Activator.CreateInstance(type),
        _ => null,
    };
}
