using Portal.Compliance.Data;
using Portal.Platform.Time;

namespace Portal.Compliance.Organizations;

/// <summary>Makes a person known to the directory without a sign-in: the development personas, so that they can be added before they came.</summary>
public sealed class KnowPerson
{
    private readonly DirectoryDatabase _directory;
    private readonly ProductClock _clock;

    internal KnowPerson(DirectoryDatabase directory, ProductClock clock) => (_directory, _clock) = (directory, clock);

    /// <returns>The person's id.</returns>
    public async Task<Guid> ExecuteAsync(ExternalIdentity identity, CancellationToken cancellationToken = default) =>
        (await _directory.KnowAsync(identity, _clock, cancellationToken)).Id;
}
