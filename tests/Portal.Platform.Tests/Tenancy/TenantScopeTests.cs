using Microsoft.Extensions.Time.Testing;
using Portal.Platform.Authorization;
using Portal.Platform.Tenancy;

namespace Portal.Platform.Tests.Tenancy;

/// <summary>A scope belongs to one organization or to none, and reading none throws.</summary>
public sealed class TenantScopeTests
{
    private static readonly Tenant Acme = new(Guid.CreateVersion7(), "acme", "Acme", TimeZoneInfo.Utc);
    private static readonly Actor Audrey = Actor.Person(Guid.CreateVersion7(), "Audrey", Role.Auditor);

    [Fact]
    public void Scope_ThatNobodyEntered_ThrowsAtEveryReading()
    {
        var scope = new TenantScope();

        Assert.False(scope.IsSet);
        Assert.Contains("no organization", Assert.Throws<InvalidOperationException>(() => scope.Tenant).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => scope.OrganizationId);
        Assert.Contains("no actor", Assert.Throws<InvalidOperationException>(() => scope.Actor).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => scope.Require(Permission.Read));
        Assert.Throws<InvalidOperationException>(scope.RequireRecentSignIn);
    }

    [Fact]
    public void Scope_OnceEntered_IsThatOrganizationsForEver()
    {
        var scope = new TenantScope();
        scope.Enter(Acme, Audrey);

        Assert.True(scope.IsSet);
        Assert.Equal((Acme, Acme.OrganizationId, Audrey), (scope.Tenant, scope.OrganizationId, scope.Actor));
        var again = Assert.Throws<InvalidOperationException>(() => scope.Enter(Acme with { OrganizationId = Guid.CreateVersion7() }, Actor.System("scheduler")));
        Assert.Contains("already belongs", again.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => scope.Enter(Acme, Audrey));
        Assert.Equal((Acme, Audrey), (scope.Tenant, scope.Actor));
    }

    [Fact]
    public void Actor_ReadAgain_ActsUnderTheNewRole_InTheSameOrganization()
    {
        var scope = new TenantScope();
        scope.Enter(Acme, Audrey);
        scope.Refresh(Audrey with { Role = Role.Admin });

        scope.Require(Permission.ManageOrganization);
        Assert.Equal(Acme, scope.Tenant);
    }

    [Fact]
    public void Require_WhatTheRoleDoesNotAllow_IsForbiddenByName_AndThePortalItselfIsNot()
    {
        var (person, portal) = (new TenantScope(), new TenantScope());
        person.Enter(Acme, Audrey);
        portal.Enter(Acme, Actor.System("scheduler"));

        person.Require(Permission.Read);
        Assert.Equal(Permission.ManageOrganization, Assert.Throws<ForbiddenException>(() => person.Require(Permission.ManageOrganization)).Permission);
        portal.Require(Permission.ManageOrganization);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(0, true)]
    [InlineData(15, true)]
    [InlineData(16, false)]
    public void RecentSignIn_OfAPerson_IsAskedFor_AndOfThePortalItselfNever(int? minutesAgo, bool isRecent)
    {
        var time = new FakeTimeProvider();
        var (person, portal) = (new TenantScope(), new TenantScope());
        person.Enter(Acme, Audrey, minutesAgo is null ? null : SignInProof.Now(time));
        portal.Enter(Acme, Actor.System("scheduler"));
        time.Advance(TimeSpan.FromMinutes(minutesAgo ?? 0));

        Assert.Equal(isRecent ? null : SignInProof.Missing, person.RequireRecentSignIn());
        Assert.Null(portal.RequireRecentSignIn());
    }
}
