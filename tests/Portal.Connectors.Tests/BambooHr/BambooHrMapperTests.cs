using System.Text.Json.Nodes;
using Portal.Connectors.BambooHr;
using Portal.Connectors.BambooHr.Onboarding;

namespace Portal.Connectors.Tests.BambooHr;

public sealed class BambooHrMapperTests
{
    private static readonly DateOnly Today = new(2026, 6, 15);

    [Theory]
    [InlineData("2026-06-15", "2026-06-15")]
    [InlineData("2026-06-15T00:00:00+00:00", "2026-06-15")]
    [InlineData("2026-06-15 10:00:00", "2026-06-15")]
    [InlineData("0000-00-00", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("2026-02-30", null)]
    [InlineData("15/06/2026", null)]
    [InlineData("2026-06-155", null)]
    [InlineData("٢٠٢٦-٠٦-١٥", null)]
    public void Date_WhatBambooHrWrites_IsADateOrNothing(string? text, string? expected) =>
        Assert.Equal(expected is null ? null : DateOnly.ParseExact(expected, "yyyy-MM-dd"), BambooHrMapper.Date(text));

    [Theory]
    [InlineData("Inactive", "2026-05-15", "None")]
    [InlineData("Inactive", "2026-05-16", "Counted")]
    [InlineData("Inactive", "2026-06-15", "Counted")]
    [InlineData("Inactive", "2026-06-16", "Scheduled")]
    [InlineData("Inactive", null, "None")]
    [InlineData("Active", "2026-05-15", "None")]
    [InlineData("Active", "2026-05-16", "Review")]
    [InlineData("Active", "2026-06-14", "Review")]
    [InlineData("Active", "2026-06-15", "Scheduled")]
    [InlineData("Active", "2026-06-16", "Scheduled")]
    [InlineData("Active", null, "None")]
    [InlineData(null, "2026-06-01", "Review")]
    [InlineData("Terminated", "2026-06-01", "Review")]
    public void Leaver_EveryStatusAndDateAtTheEdges_HasItsPlace(string? status, string? date, string expected) =>
        Assert.Equal(expected, BambooHrMapper.Leaver(status, BambooHrMapper.Date(date), Today.AddDays(-30), Today).ToString());

    [Theory]
    [InlineData("true", null, true)]
    [InlineData("Yes", "", true)]
    [InlineData("1", "0000-00-00", true)]
    [InlineData("false", null, false)]
    [InlineData("No", null, false)]
    [InlineData("0", null, false)]
    [InlineData(null, null, false)]
    [InlineData("", "", false)]
    [InlineData(null, "2026-06-15", true)]
    [InlineData("false", "2026-06-14", true)]
    [InlineData("true", "2026-06-16", false)]
    [InlineData("2026-06-01", null, true)]
    [InlineData("2026-06-16", null, false)]
    [InlineData("n/a", null, null)]
    [InlineData("2 of 3", null, null)]
    public void IsDone_SpellingsSeen_AreReadAndOthersAreNotGuessed(string? completed, string? on, bool? expected) =>
        Assert.Equal(expected, BambooHrMapper.IsDone(completed, on, Today));

    [Fact]
    public void TrainingTypes_RecordedShapes_AreRead()
    {
        var types = TrainingType.ReadAll(JsonNode.Parse("""
            {
              "1": {"id":"1","name":" Security ","required":true,"frequency":"12","dueFromHireDate":{"unit":"days","amount":"14"},"category":{"id":"2"}},
              "2": {"id":2,"name":"Conduct","required":"1","frequency":0,"dueFromHireDate":[],"category":[]},
              "3": {"id":"3","name":"First aid","required":null,"dueFromHireDate":30},
              "4": {"id":"4","name":"Deep dive","required":false,"dueFromHireDate":{"unit":"month","amount":2}},
              "5": {"id":"5","name":""}
            }
            """));

        Assert.Equal(
            [
                new TrainingType("1", "Security", true, new DueAfter(14, "day")), new TrainingType("2", "Conduct", true, null),
                new TrainingType("3", "First aid", false, new DueAfter(30, "day")), new TrainingType("4", "Deep dive", false, new DueAfter(2, "month")),
            ],
            types);
        Assert.Empty(TrainingType.ReadAll(JsonNode.Parse("[]")));
    }

    [Theory]
    [InlineData(14, "day", "2026-02-14")]
    [InlineData(2, "week", "2026-02-14")]
    [InlineData(1, "month", "2026-02-28")]
    [InlineData(1, "year", "2027-01-31")]
    public void DueAfter_EveryUnit_CountsFromHiring(int amount, string unit, string expected) =>
        Assert.Equal(DateOnly.ParseExact(expected, "yyyy-MM-dd"), new DueAfter(amount, unit).From(new DateOnly(2026, 1, 31)));
}
