using Microsoft.EntityFrameworkCore;
using Portal.Compliance.Data;
using Portal.Compliance.Organizations;
using Portal.Tests.Shared.Database;

namespace Portal.Compliance.Tests.Organizations;

public sealed class SignInPersonTests
{
    [Theory, EveryEngine]
    public async Task SignIn_IsKnownByIssuerAndSubjectWhateverTheNameOrAddress(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);

        var first = await SignInAsync(database, Directory.Ada);
        var renamed = await SignInAsync(database, Directory.Ada with { DisplayName = "Ada Married", Email = "new@example.com" });
        var impostor = await SignInAsync(database, Directory.Ada with { Issuer = "https://other.example" });

        Assert.Equal(first.PersonId, renamed.PersonId);
        Assert.Equal("Ada Married", renamed.DisplayName);
        Assert.NotEqual(first.PersonId, impostor.PersonId);
        await using var directory = database.Directory();
        Assert.Equal(3, await directory.Set<InstallationEntry>().CountAsync(e => e.Action == InstallationLog.SignInSucceeded));
    }

    [Theory, EveryEngine]
    public async Task SignIn_OfSomebodyNewInManyTabsAtOnce_MakesOnePerson(DatabaseEngine engine)
    {
        await using var database = await Directory.CreateAsync(engine);
        for (var round = 0; round < 5; round++)
        {
            var somebody = Directory.Ada with { Subject = $"new-{round}" };
            var signedIn = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SignInAsync(database, somebody))));
            Assert.Single(signedIn.Select(s => s.PersonId).Distinct());
        }
    }

    [Fact]
    public async Task Refusal_IsWrittenDownShortened()
    {
        await using var database = await Directory.CreateAsync(DatabaseEngine.Sqlite);

        await database.RunAsync<RefuseSignIn, bool>(async u =>
        {
            await u.ExecuteAsync("unknown_persona", new string('x', 5000), "127.0.0.1");
            return true;
        });

        await using var directory = database.Directory();
        var entry = await directory.Set<InstallationEntry>().SingleAsync();
        Assert.Equal(
            ("signin.refused", $$"""{"reason":"unknown_persona","claimed":"{{new string('x', 200)}}","remoteAddress":"127.0.0.1"}"""),
            (entry.Action, entry.Detail));
    }

    private static Task<SignedIn> SignInAsync(TestDatabase database, ExternalIdentity identity) =>
        database.RunAsync<SignInPerson, SignedIn>(u => u.ExecuteAsync(identity, "session"));
}
