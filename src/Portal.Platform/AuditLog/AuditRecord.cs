using System.Text.Json.Nodes;
using Portal.Platform.Authorization;

namespace Portal.Platform.AuditLog;

/// <summary>Something that happened and has to be written down, before it has a place in the log.</summary>
/// <param name="ActorId">A person's id, or a stable name such as <c>system:scheduler</c>; at most 128 characters.</param>
/// <param name="ActorName">As people read it; longer than 256 characters is shortened with an ellipsis.</param>
/// <param name="SubjectType">What kind of thing, e.g. <c>connection</c>; at most 64 characters.</param>
/// <param name="SubjectId">Which one; at most 256 characters.</param>
/// <param name="Detail">What else an examiner needs. No secret, no personal data in the clear.</param>
/// <param name="At">When it happened; stored as UTC.</param>
public sealed record AuditRecord(
    AuditAction Action, string ActorId, string ActorName, string SubjectType, string SubjectId, JsonObject Detail, DateTimeOffset At)
{
    public AuditRecord(AuditAction action, Actor actor, string subjectType, Guid subjectId, JsonObject detail, DateTimeOffset at)
        : this(action, actor.Id, actor.Name, subjectType, subjectId.ToString("D"), detail, at)
    {
    }
}
