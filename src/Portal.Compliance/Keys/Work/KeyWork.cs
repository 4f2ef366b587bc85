using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Compliance.Data;
using Portal.Platform.Secrets;
using Portal.Platform.Tenancy;

namespace Portal.Compliance.Keys.Work;

/// <summary>
/// Works through one organization's open requests. Every step looks at the rows, does the next thing and writes it down, so that it can be
/// killed anywhere and done by several processes at once. What fails stays open and is tried again.
/// </summary>
internal sealed partial class KeyWork(
    TenantDatabase database, TenantScope scope, KeyWorkTurns turns, KeyRequestSignatures signatures, ProvisionRequest provision, CreateFirstKeys create, RewrapDataKeys rewrap,
    ReplaceDataKey replace, EndOrganization end, KeyChange change, ILogger<KeyWork> log)
{
    private const int LongestError = 500;

    /// <returns>How many requests are still open.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        // In this process one after the other: two would only get in each other's way.
        using var turn = await turns.TakeAsync(scope.OrganizationId, cancellationToken);
        while (true)
        {
            var moved = false;
            var open = await OpenAsync(cancellationToken);
            foreach (var request in open)
            {
                moved |= await TryAsync(request, cancellationToken);
            }

            if (!moved)
            {
                return open.Count;
            }
        }
    }

    /// <summary>The provisioning identity's part alone.</summary>
    /// <returns>Whether it still waits, and why it was not done.</returns>
    public async Task<(bool Waits, string? Error)> ProvisionAsync(KeyRequest request, CancellationToken cancellationToken)
    {
        using var turn = await turns.TakeAsync(scope.OrganizationId, cancellationToken);
        await TryAsync(request, cancellationToken);
        await using var db = database.Open();
        var now = await db.Set<KeyRequest>().SingleAsync(r => r.Id == request.Id, cancellationToken);
        return (now.State == KeyRequestState.AwaitsProvisioning, now.LastError);
    }

    private async Task<List<KeyRequest>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var db = database.Open();
        return await db.Set<KeyRequest>()
            .Where(r => r.State == KeyRequestState.AwaitsProvisioning || r.State == KeyRequestState.InProgress)
            .OrderBy(r => r.RequestedAt).ThenBy(r => r.Id).ToListAsync(cancellationToken);
    }

    private async Task<bool> TryAsync(KeyRequest request, CancellationToken cancellationToken)
    {
        try
        {
            // In every state, and before anything else: whoever can write the table could have asked for it, or say that it is half done.
            return request.Kind == KeyRequestKind.CreateKey || await signatures.HoldsAsync(request, cancellationToken)
                ? await StepAsync(request, cancellationToken)
                : await RefuseAsync(request.Id, cancellationToken);
        }
        catch (Exception later) when (later is not OperationCanceledException)
        {
            NotYet(later, request.Kind, request.Id, scope.Tenant.Slug);
            await RememberAsync(request.Id, later, cancellationToken);
            return false;
        }
    }

    private Task<bool> StepAsync(KeyRequest request, CancellationToken cancellationToken) => (request.State, request.Kind) switch
    {
        (KeyRequestState.AwaitsProvisioning, _) => provision.ExecuteAsync(request, cancellationToken),
        (_, KeyRequestKind.CreateKey) => create.ExecuteAsync(request, cancellationToken),
        (_, KeyRequestKind.RotateKey) => rewrap.ExecuteAsync(request, cancellationToken),
        (_, KeyRequestKind.RotateDataKey) => replace.ExecuteAsync(request, cancellationToken),
        (_, KeyRequestKind.OffBoard) => end.ExecuteAsync(request, cancellationToken),
        _ => throw new InvalidOperationException($"A request {request.Kind} is never {request.State}."),
    };

    private Task<bool> RefuseAsync(Guid requestId, CancellationToken cancellationToken) => change.ExecuteAsync(requestId, (work, row) =>
    {
        KeyChange.Refuse(work, row, "The request is not signed by this portal.");
        return Task.FromResult(true);
    }, cancellationToken);

    private Task RememberAsync(Guid requestId, Exception failed, CancellationToken cancellationToken)
    {
        var text = failed is SecretFaultException fault ? fault.Message : $"{failed.GetType().Name}: {failed.Message}";
        return change.ExecuteAsync(requestId, (work, request) =>
        {
            request.Attempts++;
            request.LastAttemptAt = work.Now;
            request.LastError = text.Length <= LongestError ? text : text[..LongestError];
            return Task.FromResult(true);
        }, cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "The key request {Kind} {RequestId} of {Organization} could not be carried on; it is tried again.")]
    private partial void NotYet(Exception later, KeyRequestKind kind, Guid requestId, string organization);
}
