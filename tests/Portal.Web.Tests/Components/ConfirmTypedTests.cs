using Bunit;
using Portal.Web.Components;

namespace Portal.Web.Tests.Components;

public sealed class ConfirmTypedTests : PartContext
{
    [Theory]
    [InlineData("Acme HR", true)]
    [InlineData("  Acme HR ", true)]
    [InlineData("acme hr", false)]
    [InlineData("Acme", false)]
    [InlineData("", false)]
    public void Confirm_WhatWasTyped_CountsOnlyWhenItIsTheName(string typed, bool expected)
    {
        var confirmed = false;
        var part = Render<ConfirmTyped>(p => p.Add(c => c.Expected, "Acme HR").Add(c => c.ConfirmedChanged, value => confirmed = value));

        part.Find("input").Input("Acme HR");
        part.Find("input").Input(typed);

        Assert.Equal(expected, confirmed);
    }

    [Fact]
    public void Confirm_HasALabelAndSaysWhetherItMatches()
    {
        var part = Render<ConfirmTyped>(p => p.Add(c => c.Expected, "Acme HR"));
        var input = part.Find("input");

        Assert.Equal(input.Id, part.Find("label").GetAttribute("for"));
        Assert.Equal("Does not match yet.", part.Find($"#{input.GetAttribute("aria-describedby")}").TextContent);
    }
}
