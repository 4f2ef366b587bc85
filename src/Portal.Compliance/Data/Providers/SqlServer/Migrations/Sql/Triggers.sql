CREATE TRIGGER [TR_Alerts_NoDelete] ON [Alerts] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'Alerts is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_Alerts_SameOrganization] ON [Alerts] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF UPDATE([OrganizationId]) AND EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'Alerts: a row never moves to another organization.', 1;
END;
GO

CREATE TRIGGER [TR_AuditCheckpoints_NoDelete] ON [AuditCheckpoints] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'AuditCheckpoints is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_AuditCheckpoints_NoUpdate] ON [AuditCheckpoints] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'AuditCheckpoints is write-once: UPDATE refused.', 1;
END;
GO

CREATE TRIGGER [TR_AuditDetails_NoUpdate] ON [AuditDetails] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'AuditDetails is write-once: UPDATE refused.', 1;
END;
GO

CREATE TRIGGER [TR_AuditDetails_OnlyPurged] ON [AuditDetails] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted AS [row] WHERE NOT EXISTS (
        SELECT 1 FROM [PurgePermits] AS p INNER JOIN [AuditEntries] AS o ON o.[OrganizationId] = p.[OrganizationId] AND o.[Sequence] = p.[Sequence]
        INNER JOIN [AuditEntries] AS e ON e.[OrganizationId] = p.[OrganizationId] AND e.[Sequence] = row.[Sequence]
        WHERE p.[OrganizationId] = row.[OrganizationId] AND p.[What] = 'AuditDetails'
          AND e.[Sequence] >= p.[FirstSequence] AND e.[Sequence] <= p.[LastSequence] AND e.[At] < p.[CutOff]
          AND o.[Action] = 'retention.purge_permitted' AND o.[SubjectId] = LOWER(CONVERT(nvarchar(36), p.[Id])) AND p.[Sequence] = (SELECT MAX(x.[Sequence]) FROM [AuditEntries] AS x WHERE x.[OrganizationId] = p.[OrganizationId])
          AND p.[CutOff] <= o.[At] - p.[Months] * CAST(25920000000000 AS bigint)
          AND ((p.[RuleId] IS NULL AND p.[Months] = 84) OR EXISTS (
            SELECT 1 FROM [RetentionRules] AS q WHERE q.[OrganizationId] = p.[OrganizationId] AND q.[Id] = p.[RuleId]
              AND q.[AuditDetailMonths] = p.[Months] AND q.[EffectiveFrom] <= o.[At]))
          AND p.[Months] >= 13))
        THROW 51000, N'AuditDetails is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_AuditEntries_NoDelete] ON [AuditEntries] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'AuditEntries is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_AuditEntries_NoGaps] ON [AuditEntries] AFTER INSERT AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (
            SELECT 1
            FROM (
                SELECT [OrganizationId], MIN([Sequence]) AS [First], MAX([Sequence]) AS [Last], COUNT_BIG(*) AS [Added]
                FROM inserted GROUP BY [OrganizationId]) AS [new]
            WHERE [new].[First] < 0
               OR [new].[Last] - [new].[First] + 1 <> [new].[Added]
               OR ([new].[First] > 0 AND NOT EXISTS (
                    SELECT 1 FROM [AuditEntries] AS [e] WHERE [e].[OrganizationId] = [new].[OrganizationId] AND [e].[Sequence] = [new].[First] - 1))
               OR EXISTS (
                    SELECT 1 FROM [AuditEntries] AS [e] WHERE [e].[OrganizationId] = [new].[OrganizationId] AND [e].[Sequence] > [new].[Last]))
        THROW 51000, N'An audit entry must stand directly behind the last one.', 1;
END;
GO

CREATE TRIGGER [TR_AuditEntries_NoUpdate] ON [AuditEntries] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'AuditEntries is write-once: UPDATE refused.', 1;
END;
GO

CREATE TRIGGER [TR_AuditHeads_NoDelete] ON [AuditHeads] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'AuditHeads is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_AuditHeads_OnlyGrows] ON [AuditHeads] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (
            SELECT 1
            FROM inserted AS [i] INNER JOIN deleted AS [d] ON [d].[OrganizationId] = [i].[OrganizationId]
            WHERE [i].[Size] < [d].[Size]
               OR ([i].[Size] = [d].[Size] AND ([i].[Root] <> [d].[Root] OR [i].[Frontier] <> [d].[Frontier]))
               OR ([i].[Size] > [d].[Size] AND [i].[Size] <> (
                    SELECT COALESCE(MAX([e].[Sequence]), -1) + 1 FROM [AuditEntries] AS [e] WHERE [e].[OrganizationId] = [i].[OrganizationId])))
        THROW 51000, N'An audit head counts exactly its entries and never shrinks.', 1;
END;
GO

CREATE TRIGGER [TR_AuditHeads_SameOrganization] ON [AuditHeads] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF UPDATE([OrganizationId]) AND EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'AuditHeads: a row never moves to another organization.', 1;
END;
GO

CREATE TRIGGER [TR_AuditLogTroubles_SameOrganization] ON [AuditLogTroubles] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF UPDATE([OrganizationId]) AND EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'AuditLogTroubles: a row never moves to another organization.', 1;
END;
GO

CREATE TRIGGER [TR_Connections_NoDelete] ON [Connections] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'Connections is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_Connections_OnlyForward] ON [Connections] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (
            SELECT 1
            FROM inserted AS [i] LEFT JOIN deleted AS [d] ON [d].[OrganizationId] = [i].[OrganizationId] AND [d].[Id] = [i].[Id]
            WHERE [d].[Id] IS NULL OR [i].[CredentialVersion] < [d].[CredentialVersion]
  OR ([d].[State] = 'Revoking' AND [i].[State] NOT IN ('Revoking', 'Revoked'))
  OR ([d].[State] = 'Revoked' AND ([i].[State] <> 'Revoked' OR [i].[SealedCredential] IS NOT NULL OR [i].[CredentialVersion] <> [d].[CredentialVersion]))
  OR ([d].[DeletedAt] IS NOT NULL AND ([i].[DeletedAt] IS NULL OR [i].[DeletedAt] <> [d].[DeletedAt])))
        THROW 51000, N'Connections: refused. What was revoked, destroyed or finished stays so.', 1;
END;
GO

CREATE TRIGGER [TR_Connections_SameOrganization] ON [Connections] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF UPDATE([OrganizationId]) AND EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'Connections: a row never moves to another organization.', 1;
END;
GO

CREATE TRIGGER [TR_ConnectorRuns_NoDelete] ON [ConnectorRuns] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'ConnectorRuns is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_ConnectorRuns_SameOrganization] ON [ConnectorRuns] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF UPDATE([OrganizationId]) AND EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'ConnectorRuns: a row never moves to another organization.', 1;
END;
GO

CREATE TRIGGER [TR_ControlScopes_NoDelete] ON [ControlScopes] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'ControlScopes is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_ControlScopes_SameOrganization] ON [ControlScopes] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF UPDATE([OrganizationId]) AND EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'ControlScopes: a row never moves to another organization.', 1;
END;
GO

CREATE TRIGGER [TR_DataKeys_NoDelete] ON [DataKeys] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'DataKeys is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_DataKeys_OnlyForward] ON [DataKeys] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (
            SELECT 1
            FROM inserted AS [i] LEFT JOIN deleted AS [d] ON [d].[OrganizationId] = [i].[OrganizationId] AND [d].[Id] = [i].[Id]
            WHERE [d].[Id] IS NULL OR ([d].[State] = 'Destroyed' AND [i].[State] <> 'Destroyed')
  OR ([d].[State] = 'DecryptOnly' AND [i].[State] = 'Active')
  OR ([i].[State] = 'Destroyed' AND [i].[WrappedKey] IS NOT NULL))
        THROW 51000, N'DataKeys: refused. What was revoked, destroyed or finished stays so.', 1;
END;
GO

CREATE TRIGGER [TR_DataKeys_SameOrganization] ON [DataKeys] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF UPDATE([OrganizationId]) AND EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'DataKeys: a row never moves to another organization.', 1;
END;
GO

CREATE TRIGGER [TR_EvidenceControls_NoDelete] ON [EvidenceControls] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'EvidenceControls is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_EvidenceControls_NoUpdate] ON [EvidenceControls] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'EvidenceControls is write-once: UPDATE refused.', 1;
END;
GO

CREATE TRIGGER [TR_EvidenceFreezes_NoDelete] ON [EvidenceFreezes] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'EvidenceFreezes is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_EvidenceFreezes_NoUpdate] ON [EvidenceFreezes] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'EvidenceFreezes is write-once: UPDATE refused.', 1;
END;
GO

CREATE TRIGGER [TR_EvidencePayloads_NoUpdate] ON [EvidencePayloads] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'EvidencePayloads is write-once: UPDATE refused.', 1;
END;
GO

CREATE TRIGGER [TR_EvidencePayloads_OnlyPurged] ON [EvidencePayloads] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted AS [row] WHERE NOT EXISTS (
        SELECT 1 FROM [EvidencePurges] AS r INNER JOIN [PurgePermits] AS p ON p.[OrganizationId] = r.[OrganizationId] AND p.[Id] = r.[PermitId]
        WHERE r.[OrganizationId] = row.[OrganizationId] AND r.[EvidenceId] = row.[EvidenceId] AND p.[Sequence] = (SELECT MAX(x.[Sequence]) FROM [AuditEntries] AS x WHERE x.[OrganizationId] = p.[OrganizationId])))
        THROW 51000, N'EvidencePayloads is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_EvidencePurges_NoDelete] ON [EvidencePurges] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'EvidencePurges is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_EvidencePurges_NoUpdate] ON [EvidencePurges] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'EvidencePurges is write-once: UPDATE refused.', 1;
END;
GO

CREATE TRIGGER [TR_EvidencePurges_OnlyDue] ON [EvidencePurges] AFTER INSERT AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM inserted AS [row] WHERE NOT EXISTS (
        SELECT 1 FROM [PurgePermits] AS p INNER JOIN [AuditEntries] AS o ON o.[OrganizationId] = p.[OrganizationId] AND o.[Sequence] = p.[Sequence]
        INNER JOIN [Evidence] AS v ON v.[OrganizationId] = p.[OrganizationId] AND v.[Id] = row.[EvidenceId]
        WHERE p.[OrganizationId] = row.[OrganizationId] AND p.[Id] = row.[PermitId] AND p.[What] = 'Evidence'
          AND v.[FirstObservedAt] < p.[CutOff]
          AND NOT EXISTS (
            SELECT 1 FROM [Observations] AS b WHERE b.[OrganizationId] = v.[OrganizationId] AND b.[EvidenceId] = v.[Id] AND b.[AsOf] >= p.[CutOff])
          AND NOT EXISTS (
            SELECT 1 FROM [EvidenceFreezes] AS f WHERE f.[OrganizationId] = v.[OrganizationId] AND f.[EvidenceId] = v.[Id] AND f.[FrozenUntil] > o.[At])
          AND o.[Action] = 'retention.purge_permitted' AND o.[SubjectId] = LOWER(CONVERT(nvarchar(36), p.[Id])) AND p.[Sequence] = (SELECT MAX(x.[Sequence]) FROM [AuditEntries] AS x WHERE x.[OrganizationId] = p.[OrganizationId])
          AND p.[CutOff] <= o.[At] - p.[Months] * CAST(25920000000000 AS bigint)
          AND ((p.[RuleId] IS NULL AND p.[Months] = 84) OR EXISTS (
            SELECT 1 FROM [RetentionRules] AS q WHERE q.[OrganizationId] = p.[OrganizationId] AND q.[Id] = p.[RuleId]
              AND q.[EvidenceMonths] = p.[Months] AND q.[EffectiveFrom] <= o.[At]))
          AND p.[Months] >= 13))
        THROW 51000, N'EvidencePurges: refused. No permit is open for this evidence, it is not due, or an assessment holds it.', 1;
END;
GO

CREATE TRIGGER [TR_Evidence_NoDelete] ON [Evidence] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'Evidence is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_Evidence_NoUpdate] ON [Evidence] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'Evidence is write-once: UPDATE refused.', 1;
END;
GO

CREATE TRIGGER [TR_FrameworkAdoptions_NoDelete] ON [FrameworkAdoptions] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'FrameworkAdoptions is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_FrameworkAdoptions_SameOrganization] ON [FrameworkAdoptions] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF UPDATE([OrganizationId]) AND EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'FrameworkAdoptions: a row never moves to another organization.', 1;
END;
GO

CREATE TRIGGER [TR_InstallationLog_NoDelete] ON [InstallationLog] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'InstallationLog is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_InstallationLog_NoUpdate] ON [InstallationLog] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'InstallationLog is write-once: UPDATE refused.', 1;
END;
GO

CREATE TRIGGER [TR_Invitations_NoDelete] ON [Invitations] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'Invitations is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_Invitations_SameOrganization] ON [Invitations] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF UPDATE([OrganizationId]) AND EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'Invitations: a row never moves to another organization.', 1;
END;
GO

CREATE TRIGGER [TR_KeyRequests_NoDelete] ON [KeyRequests] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'KeyRequests is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_KeyRequests_OnlyForward] ON [KeyRequests] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (
            SELECT 1
            FROM inserted AS [i] LEFT JOIN deleted AS [d] ON [d].[OrganizationId] = [i].[OrganizationId] AND [d].[Id] = [i].[Id]
            WHERE [d].[Id] IS NULL OR [d].[State] IN ('Done', 'Refused', 'Cancelled') AND [i].[State] <> [d].[State])
        THROW 51000, N'KeyRequests: refused. What was revoked, destroyed or finished stays so.', 1;
END;
GO

CREATE TRIGGER [TR_KeyRequests_SameOrganization] ON [KeyRequests] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF UPDATE([OrganizationId]) AND EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'KeyRequests: a row never moves to another organization.', 1;
END;
GO

CREATE TRIGGER [TR_Memberships_NoDelete] ON [Memberships] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'Memberships is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_Memberships_SameOrganization] ON [Memberships] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF UPDATE([OrganizationId]) AND EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'Memberships: a row never moves to another organization.', 1;
END;
GO

CREATE TRIGGER [TR_Observations_NoDelete] ON [Observations] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'Observations is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_Observations_NoUpdate] ON [Observations] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'Observations is write-once: UPDATE refused.', 1;
END;
GO

CREATE TRIGGER [TR_Organizations_NoDelete] ON [Organizations] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'Organizations is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_Outbox_SameOrganization] ON [Outbox] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF UPDATE([OrganizationId]) AND EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'Outbox: a row never moves to another organization.', 1;
END;
GO

CREATE TRIGGER [TR_People_NoDelete] ON [People] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'People is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_PopulationRows_NoUpdate] ON [PopulationRows] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'PopulationRows is write-once: UPDATE refused.', 1;
END;
GO

CREATE TRIGGER [TR_PopulationRows_OnlyPurged] ON [PopulationRows] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted AS [row] WHERE NOT EXISTS (
        SELECT 1 FROM [EvidencePurges] AS r INNER JOIN [PurgePermits] AS p ON p.[OrganizationId] = r.[OrganizationId] AND p.[Id] = r.[PermitId]
        WHERE r.[OrganizationId] = row.[OrganizationId] AND r.[EvidenceId] = row.[EvidenceId] AND p.[Sequence] = (SELECT MAX(x.[Sequence]) FROM [AuditEntries] AS x WHERE x.[OrganizationId] = p.[OrganizationId])))
        THROW 51000, N'PopulationRows is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_PseudonymKeys_NoDelete] ON [PseudonymKeys] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'PseudonymKeys is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_PseudonymKeys_SameOrganization] ON [PseudonymKeys] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF UPDATE([OrganizationId]) AND EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'PseudonymKeys: a row never moves to another organization.', 1;
END;
GO

CREATE TRIGGER [TR_PurgePermits_NoDelete] ON [PurgePermits] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'PurgePermits is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_PurgePermits_NoUpdate] ON [PurgePermits] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'PurgePermits is write-once: UPDATE refused.', 1;
END;
GO

CREATE TRIGGER [TR_RefusalCounts_NoDelete] ON [RefusalCounts] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'RefusalCounts is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_Requirements_NoDelete] ON [Requirements] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'Requirements is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_Requirements_SameOrganization] ON [Requirements] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF UPDATE([OrganizationId]) AND EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'Requirements: a row never moves to another organization.', 1;
END;
GO

CREATE TRIGGER [TR_RetentionRules_NoDelete] ON [RetentionRules] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'RetentionRules is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_RetentionRules_NoUpdate] ON [RetentionRules] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'RetentionRules is write-once: UPDATE refused.', 1;
END;
GO

CREATE TRIGGER [TR_SealedSubjects_SameOrganization] ON [SealedSubjects] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF UPDATE([OrganizationId]) AND EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'SealedSubjects: a row never moves to another organization.', 1;
END;
GO

CREATE TRIGGER [TR_SigningKeys_NoDelete] ON [SigningKeys] AFTER DELETE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'SigningKeys is kept: DELETE refused.', 1;
END;
GO

CREATE TRIGGER [TR_SigningKeys_NoUpdate] ON [SigningKeys] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'SigningKeys is write-once: UPDATE refused.', 1;
END;
GO

CREATE TRIGGER [TR_StagedDrafts_SameOrganization] ON [StagedDrafts] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF UPDATE([OrganizationId]) AND EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'StagedDrafts: a row never moves to another organization.', 1;
END;
GO

CREATE TRIGGER [TR_StagedMembers_SameOrganization] ON [StagedMembers] AFTER UPDATE AS
BEGIN
    SET NOCOUNT ON;
    IF UPDATE([OrganizationId]) AND EXISTS (SELECT 1 FROM deleted)
        THROW 51000, N'StagedMembers: a row never moves to another organization.', 1;
END;
