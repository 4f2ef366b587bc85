using System.Text;
using Portal.Compliance.Connections;
using Portal.Compliance.Frameworks;
using Portal.Compliance.Organizations;
using Portal.Compliance.Trail.Checkpoints;
using Portal.Connectors.Sdk;
using Portal.Platform.Authorization;
using Portal.Platform.Results;
using Portal.Platform.Tenancy;
using Portal.Simulator;
using Portal.Web.Features.Account;

namespace Portal.Web.Demo;

/// <summary>What the personas do in the demo's history, each act in a scope of its own, as that persona.</summary>
internal sealed class DemoScopes(IServiceScopeFactory scopes, KnowPerson know, OpenOrganization open, TimeProvider time)
{
    /// <summary>The task list that the simulated companies keep onboarding in.</summary>
    private const string OnboardingTasks = "New hire onboarding";

    public async Task<OpenedOrganization> FurnishAsync(Tenant tenant, IReadOnlyList<string> frameworks, CancellationToken cancellationToken)
    {
        var known = await know.ExecuteAsync(DevelopmentPersonas.Ada.Identity, cancellationToken);
        var ada = (await open.ExecuteAsync(known, tenant.Slug, cancellationToken: cancellationToken))!;
        await using var scope = Enter(ada.Tenant, ada.Actor);
        foreach (var persona in new[] { DevelopmentPersonas.Casey, DevelopmentPersonas.Audrey })
        {
            await know.ExecuteAsync(persona.Identity, cancellationToken);
            Check(await scope.ServiceProvider.GetRequiredService<AddMember>().ExecuteAsync(persona.Identity, persona.Role, cancellationToken));
        }

        foreach (var framework in frameworks)
        {
            Check(await scope.ServiceProvider.GetRequiredService<AdoptFramework>().ExecuteAsync(framework, cancellationToken));
        }

        return ada;
    }

    public async Task<Guid> ConnectAsync(OpenedOrganization organization, string company, string zone, CancellationToken cancellationToken)
    {
        var casey = await know.ExecuteAsync(DevelopmentPersonas.Casey.Identity, cancellationToken);
        await using var scope = Enter(organization.Tenant, Actor.Person(casey, DevelopmentPersonas.Casey.Name, Role.ComplianceManager));
        var request = new ConnectRequest(
            DemoVendor.ConnectorId, new Dictionary<string, string> { ["subdomain"] = company }, Encoding.UTF8.GetBytes(Companies.KeyOf(company)), AcceptLimited: true);
        var outcome = await scope.ServiceProvider.GetRequiredService<ConnectConnector>()
            .ExecuteAsync(request, new Progress<CheckResult>(), cancellationToken);
        var id = outcome is ConnectOutcome.Connected connected
            ? connected.ConnectionId
            : throw new InvalidOperationException($"The demo could not connect {company}: {outcome}");
        Check(await scope.ServiceProvider.GetRequiredService<ConfigureConnection>().ExecuteAsync(id, new Dictionary<string, string>
        {
            ["companyZone"] = zone,
            ["onboardingTaskLists"] = OnboardingTasks,
        }, cancellationToken));
        return id;
    }

    public async Task<bool> RevokeAsync(OpenedOrganization organization, Guid connectionId, string reason, CancellationToken cancellationToken)
    {
        await using var scope = Enter(organization.Tenant, organization.Actor);
        var name = (await scope.ServiceProvider.GetRequiredService<ViewConnection>().ExecuteAsync(connectionId, cancellationToken))!.Summary.Name;
        Check(await scope.ServiceProvider.GetRequiredService<RevokeConnection>().ExecuteAsync(connectionId, name, reason, cancellationToken));
        Check(await scope.ServiceProvider.GetRequiredService<ConfirmVendorKeyDeleted>().ExecuteAsync(connectionId, cancellationToken));
        return true;
    }

    /// <summary>The night's checkpoint, as the scheduler has it signed.</summary>
    public async Task<bool> SignAsync(OpenedOrganization organization, CancellationToken cancellationToken)
    {
        await using var scope = Enter(organization.Tenant, Actor.System("scheduler"));
        return (await scope.ServiceProvider.GetRequiredService<SignCheckpoint>().ExecuteAsync(cancellationToken)).Made;
    }

    private AsyncServiceScope Enter(Tenant tenant, Actor actor)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant, actor, SignInProof.Now(time));
        return scope;
    }

    private static void Check<T>(Result<T> result)
    {
        if (result.Problem is { } problem)
        {
            throw new InvalidOperationException($"The demo's history could not be written: {problem.What} {problem.Why}");
        }
    }
}
