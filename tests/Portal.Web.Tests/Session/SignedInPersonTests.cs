using System.Security.Claims;
using Portal.Web.Session;

namespace Portal.Web.Tests.Session;

public sealed class SignedInPersonTests
{
    private static readonly SignedInPerson Ada =
        new(Guid.Parse("0195a000-0000-7000-8000-0000000000ad"), "Ada", "s1", DateTimeOffset.FromUnixTimeSeconds(1_790_000_000), DateTimeOffset.FromUnixTimeSeconds(1_789_990_000), MayCreateOrganizations: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Person_ThroughTheCookie_IsTheSame(bool mayCreate)
    {
        var person = Ada with { MayCreateOrganizations = mayCreate };

        Assert.Equal(person, SignedInPerson.From(person.ToPrincipal("cookie", "https://id.example", "42")));
    }

    [Theory]
    [InlineData("portal:person")]
    [InlineData("sid")]
    [InlineData("portal:started_at")]
    [InlineData("portal:proven_at")]
    public void Principal_WithoutWhatASessionNeeds_IsNobody(string missing)
    {
        var whole = Ada.ToPrincipal("cookie", "https://id.example", "42");

        Assert.Null(SignedInPerson.From(new(new ClaimsIdentity(whole.Claims.Where(c => c.Type != missing), "cookie"))));
    }

    [Fact]
    public void Principal_ThatIsNotSignedIn_IsNobody() =>
        Assert.Null(SignedInPerson.From(new(new ClaimsIdentity(Ada.ToPrincipal("cookie", "i", "s").Claims))));
}
