using Portal.Web.Components;

namespace Portal.Web.Tests.Components;

public sealed class UrlStateTests
{
    [Fact]
    public void Address_OfTheSameState_IsTheSameWhateverTheOrderItWasMadeIn()
    {
        var one = UrlState.From("/o/acme/evidence").With("state", "failed").With("kind", "a b");
        var two = UrlState.From("/o/acme/evidence?kind=a%20b").With("state", "failed");

        Assert.Equal("/o/acme/evidence?kind=a%20b&state=failed", one.Address);
        Assert.Equal(one.Address, two.Address);
    }

    [Fact]
    public void With_Nothing_TakesTheKeyOut() =>
        Assert.Equal("/o/acme/evidence", UrlState.From("/o/acme/evidence?kind=x").With("kind", "").Address);

    [Fact]
    public void With_LeavesTheOneBeforeAsItWas()
    {
        var before = UrlState.From("/x?a=1");

        before.With("a", "2");

        Assert.Equal("1", before["a"]);
    }

    [Fact]
    public void Values_GoThereAndBack()
    {
        var at = new DateTimeOffset(2026, 11, 21, 14, 5, 0, TimeSpan.FromHours(1));

        var state = UrlState.From(UrlState.From("/x").With("asof", at).With("day", new DateOnly(2026, 11, 21)).With("tone", Tone.Danger).Address);

        Assert.Equal("/x?asof=2026-11-21T13%3A05%3A00Z&day=2026-11-21&tone=danger", state.Address);
        Assert.Equal((at.ToUniversalTime(), new DateOnly(2026, 11, 21), Tone.Danger), (state.GetInstant("asof"), state.GetDay("day"), state.Get<Tone>("tone")));
    }

    [Theory]
    [InlineData("/x?tone=purple")]
    [InlineData("/x?tone=4")]
    [InlineData("/x?tone=99")]
    [InlineData("/x")]
    public void Get_WhatIsNoName_IsNothing(string address) => Assert.Null(UrlState.From(address).Get<Tone>("tone"));

    [Fact]
    public void GetInstant_WhatIsNoInstant_IsNothing() => Assert.Null(UrlState.From("/x?asof=yesterday").GetInstant("asof"));
}
