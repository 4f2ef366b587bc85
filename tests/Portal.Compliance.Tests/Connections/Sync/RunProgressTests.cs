using Microsoft.Extensions.Time.Testing;
using Portal.Compliance.Connections.Sync;
using Portal.Compliance.Live;
using Portal.Connectors.Sdk;

namespace Portal.Compliance.Tests.Connections.Sync;

public sealed class RunProgressTests
{
    private readonly Guid _organization = Guid.NewGuid();
    private readonly OrganizationEvents _events = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly List<RunProgressed> _heard = [];

    [Fact]
    public void Report_OnlyNumbersMove_TellsAtMostAFewTimesASecond()
    {
        var progress = Start();
        for (var i = 0; i < 1_000; i++)
        {
            progress.Report(Step("read", StepState.Running, i));
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(4, _heard.Count);
        Assert.Equal(999, progress.Steps.Single().Done);
    }

    [Fact]
    public void Report_AStepChangesState_TellsAtOnceAndInOrder()
    {
        var progress = Start();
        progress.Report(Step("a", StepState.Running));
        progress.Report(Step("a", StepState.Done));
        progress.Report(Step("b", StepState.Running));
        progress.Stop();

        Assert.Equal(3, _heard.Count);
        Assert.Equal([("a", StepState.Done), ("b", StepState.Running)], _heard[^1].Steps.Select(s => (s.Key, s.State)));
        Assert.Equal([("a", StepState.Done), ("b", StepState.Failed)], progress.Steps.Select(s => (s.Key, s.State)));
    }

    private RunProgress Start()
    {
        _events.Subscribe(_organization, e => _heard.Add((RunProgressed)e));
        return new RunProgress(_organization, Guid.NewGuid(), _events, _clock);
    }

    private static CollectionStep Step(string key, StepState state, long? done = null) => new(key, key, state, done);
}
