CREATE TRIGGER "TR_Alerts_NoDelete" BEFORE DELETE ON "Alerts"
BEGIN
    SELECT RAISE(ABORT, 'Alerts is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_Alerts_SameOrganization" BEFORE UPDATE OF "OrganizationId" ON "Alerts"
WHEN NEW."OrganizationId" IS NOT OLD."OrganizationId"
BEGIN
    SELECT RAISE(ABORT, 'Alerts: a row never moves to another organization.');
END;

CREATE TRIGGER "TR_AuditCheckpoints_NoDelete" BEFORE DELETE ON "AuditCheckpoints"
BEGIN
    SELECT RAISE(ABORT, 'AuditCheckpoints is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_AuditCheckpoints_NoReplace" BEFORE INSERT ON "AuditCheckpoints"
WHEN EXISTS (SELECT 1 FROM "AuditCheckpoints" WHERE "OrganizationId" = NEW."OrganizationId" AND "Size" = NEW."Size")
  OR (NEW.rowid > 0 AND EXISTS (SELECT 1 FROM "AuditCheckpoints" WHERE rowid = NEW.rowid))
BEGIN
    SELECT RAISE(ABORT, 'AuditCheckpoints is kept: a row with this key exists and is not replaced.');
END;

CREATE TRIGGER "TR_AuditCheckpoints_NoUpdate" BEFORE UPDATE ON "AuditCheckpoints"
BEGIN
    SELECT RAISE(ABORT, 'AuditCheckpoints is write-once: UPDATE refused.');
END;

CREATE TRIGGER "TR_AuditDetails_NoReplace" BEFORE INSERT ON "AuditDetails"
WHEN EXISTS (SELECT 1 FROM "AuditDetails" WHERE "OrganizationId" = NEW."OrganizationId" AND "Sequence" = NEW."Sequence")
  OR (NEW.rowid > 0 AND EXISTS (SELECT 1 FROM "AuditDetails" WHERE rowid = NEW.rowid))
BEGIN
    SELECT RAISE(ABORT, 'AuditDetails is kept: a row with this key exists and is not replaced.');
END;

CREATE TRIGGER "TR_AuditDetails_NoUpdate" BEFORE UPDATE ON "AuditDetails"
BEGIN
    SELECT RAISE(ABORT, 'AuditDetails is write-once: UPDATE refused.');
END;

CREATE TRIGGER "TR_AuditDetails_OnlyPurged" BEFORE DELETE ON "AuditDetails"
WHEN NOT EXISTS (
        SELECT 1 FROM "PurgePermits" AS p INNER JOIN "AuditEntries" AS o ON o."OrganizationId" = p."OrganizationId" AND o."Sequence" = p."Sequence"
        INNER JOIN "AuditEntries" AS e ON e."OrganizationId" = p."OrganizationId" AND e."Sequence" = OLD."Sequence"
        WHERE p."OrganizationId" = OLD."OrganizationId" AND p."What" = 'AuditDetails'
          AND e."Sequence" >= p."FirstSequence" AND e."Sequence" <= p."LastSequence" AND e."At" < p."CutOff"
          AND o."Action" = 'retention.purge_permitted' AND o."SubjectId" = LOWER(p."Id") AND p."Sequence" = (SELECT MAX(x."Sequence") FROM "AuditEntries" AS x WHERE x."OrganizationId" = p."OrganizationId")
          AND p."CutOff" <= o."At" - p."Months" * CAST(25920000000000 AS bigint)
          AND ((p."RuleId" IS NULL AND p."Months" = 84) OR EXISTS (
            SELECT 1 FROM "RetentionRules" AS q WHERE q."OrganizationId" = p."OrganizationId" AND q."Id" = p."RuleId"
              AND q."AuditDetailMonths" = p."Months" AND q."EffectiveFrom" <= o."At"))
          AND p."Months" >= 13)
BEGIN
    SELECT RAISE(ABORT, 'AuditDetails is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_AuditEntries_NoDelete" BEFORE DELETE ON "AuditEntries"
BEGIN
    SELECT RAISE(ABORT, 'AuditEntries is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_AuditEntries_NoGaps" BEFORE INSERT ON "AuditEntries"
WHEN NEW."Sequence" IS NOT (SELECT COALESCE(MAX("Sequence"), -1) + 1 FROM "AuditEntries" WHERE "OrganizationId" = NEW."OrganizationId")
BEGIN
    SELECT RAISE(ABORT, 'An audit entry must stand directly behind the last one.');
END;

CREATE TRIGGER "TR_AuditEntries_NoReplace" BEFORE INSERT ON "AuditEntries"
WHEN EXISTS (SELECT 1 FROM "AuditEntries" WHERE "OrganizationId" = NEW."OrganizationId" AND "Sequence" = NEW."Sequence")
  OR (NEW.rowid > 0 AND EXISTS (SELECT 1 FROM "AuditEntries" WHERE rowid = NEW.rowid))
BEGIN
    SELECT RAISE(ABORT, 'AuditEntries is kept: a row with this key exists and is not replaced.');
END;

CREATE TRIGGER "TR_AuditEntries_NoUpdate" BEFORE UPDATE ON "AuditEntries"
BEGIN
    SELECT RAISE(ABORT, 'AuditEntries is write-once: UPDATE refused.');
END;

CREATE TRIGGER "TR_AuditHeads_NoDelete" BEFORE DELETE ON "AuditHeads"
BEGIN
    SELECT RAISE(ABORT, 'AuditHeads is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_AuditHeads_NoReplace" BEFORE INSERT ON "AuditHeads"
WHEN EXISTS (SELECT 1 FROM "AuditHeads" WHERE "OrganizationId" = NEW."OrganizationId")
  OR (NEW.rowid > 0 AND EXISTS (SELECT 1 FROM "AuditHeads" WHERE rowid = NEW.rowid))
BEGIN
    SELECT RAISE(ABORT, 'AuditHeads is kept: a row with this key exists and is not replaced.');
END;

CREATE TRIGGER "TR_AuditHeads_OnlyGrows" BEFORE UPDATE ON "AuditHeads"
WHEN NEW."Size" < OLD."Size"
  OR (NEW."Size" = OLD."Size" AND (NEW."Root" IS NOT OLD."Root" OR NEW."Frontier" IS NOT OLD."Frontier"))
  OR (NEW."Size" > OLD."Size" AND NEW."Size" IS NOT (SELECT COALESCE(MAX("Sequence"), -1) + 1 FROM "AuditEntries" WHERE "OrganizationId" = NEW."OrganizationId"))
BEGIN
    SELECT RAISE(ABORT, 'An audit head counts exactly its entries and never shrinks.');
END;

CREATE TRIGGER "TR_AuditHeads_SameOrganization" BEFORE UPDATE OF "OrganizationId" ON "AuditHeads"
WHEN NEW."OrganizationId" IS NOT OLD."OrganizationId"
BEGIN
    SELECT RAISE(ABORT, 'AuditHeads: a row never moves to another organization.');
END;

CREATE TRIGGER "TR_AuditLogTroubles_SameOrganization" BEFORE UPDATE OF "OrganizationId" ON "AuditLogTroubles"
WHEN NEW."OrganizationId" IS NOT OLD."OrganizationId"
BEGIN
    SELECT RAISE(ABORT, 'AuditLogTroubles: a row never moves to another organization.');
END;

CREATE TRIGGER "TR_Connections_NoDelete" BEFORE DELETE ON "Connections"
BEGIN
    SELECT RAISE(ABORT, 'Connections is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_Connections_OnlyForward" BEFORE UPDATE ON "Connections"
WHEN NEW."CredentialVersion" < OLD."CredentialVersion"
  OR (OLD."State" = 'Revoking' AND NEW."State" NOT IN ('Revoking', 'Revoked'))
  OR (OLD."State" = 'Revoked' AND (NEW."State" <> 'Revoked' OR NEW."SealedCredential" IS NOT NULL OR NEW."CredentialVersion" <> OLD."CredentialVersion"))
  OR (OLD."DeletedAt" IS NOT NULL AND (NEW."DeletedAt" IS NULL OR NEW."DeletedAt" <> OLD."DeletedAt"))
BEGIN
    SELECT RAISE(ABORT, 'Connections: refused. What was revoked, destroyed or finished stays so.');
END;

CREATE TRIGGER "TR_Connections_SameOrganization" BEFORE UPDATE OF "OrganizationId" ON "Connections"
WHEN NEW."OrganizationId" IS NOT OLD."OrganizationId"
BEGIN
    SELECT RAISE(ABORT, 'Connections: a row never moves to another organization.');
END;

CREATE TRIGGER "TR_ConnectorRuns_NoDelete" BEFORE DELETE ON "ConnectorRuns"
BEGIN
    SELECT RAISE(ABORT, 'ConnectorRuns is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_ConnectorRuns_SameOrganization" BEFORE UPDATE OF "OrganizationId" ON "ConnectorRuns"
WHEN NEW."OrganizationId" IS NOT OLD."OrganizationId"
BEGIN
    SELECT RAISE(ABORT, 'ConnectorRuns: a row never moves to another organization.');
END;

CREATE TRIGGER "TR_ControlScopes_NoDelete" BEFORE DELETE ON "ControlScopes"
BEGIN
    SELECT RAISE(ABORT, 'ControlScopes is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_ControlScopes_SameOrganization" BEFORE UPDATE OF "OrganizationId" ON "ControlScopes"
WHEN NEW."OrganizationId" IS NOT OLD."OrganizationId"
BEGIN
    SELECT RAISE(ABORT, 'ControlScopes: a row never moves to another organization.');
END;

CREATE TRIGGER "TR_DataKeys_NoDelete" BEFORE DELETE ON "DataKeys"
BEGIN
    SELECT RAISE(ABORT, 'DataKeys is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_DataKeys_OnlyForward" BEFORE UPDATE ON "DataKeys"
WHEN (OLD."State" = 'Destroyed' AND NEW."State" <> 'Destroyed')
  OR (OLD."State" = 'DecryptOnly' AND NEW."State" = 'Active')
  OR (NEW."State" = 'Destroyed' AND NEW."WrappedKey" IS NOT NULL)
BEGIN
    SELECT RAISE(ABORT, 'DataKeys: refused. What was revoked, destroyed or finished stays so.');
END;

CREATE TRIGGER "TR_DataKeys_SameOrganization" BEFORE UPDATE OF "OrganizationId" ON "DataKeys"
WHEN NEW."OrganizationId" IS NOT OLD."OrganizationId"
BEGIN
    SELECT RAISE(ABORT, 'DataKeys: a row never moves to another organization.');
END;

CREATE TRIGGER "TR_EvidenceControls_NoDelete" BEFORE DELETE ON "EvidenceControls"
BEGIN
    SELECT RAISE(ABORT, 'EvidenceControls is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_EvidenceControls_NoReplace" BEFORE INSERT ON "EvidenceControls"
WHEN EXISTS (SELECT 1 FROM "EvidenceControls" WHERE "OrganizationId" = NEW."OrganizationId" AND "EvidenceId" = NEW."EvidenceId" AND "Framework" = NEW."Framework" AND "Control" = NEW."Control")
  OR (NEW.rowid > 0 AND EXISTS (SELECT 1 FROM "EvidenceControls" WHERE rowid = NEW.rowid))
BEGIN
    SELECT RAISE(ABORT, 'EvidenceControls is kept: a row with this key exists and is not replaced.');
END;

CREATE TRIGGER "TR_EvidenceControls_NoUpdate" BEFORE UPDATE ON "EvidenceControls"
BEGIN
    SELECT RAISE(ABORT, 'EvidenceControls is write-once: UPDATE refused.');
END;

CREATE TRIGGER "TR_EvidenceFreezes_NoDelete" BEFORE DELETE ON "EvidenceFreezes"
BEGIN
    SELECT RAISE(ABORT, 'EvidenceFreezes is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_EvidenceFreezes_NoReplace" BEFORE INSERT ON "EvidenceFreezes"
WHEN EXISTS (SELECT 1 FROM "EvidenceFreezes" WHERE "OrganizationId" = NEW."OrganizationId" AND "EvidenceId" = NEW."EvidenceId" AND "AssessmentId" = NEW."AssessmentId")
  OR (NEW.rowid > 0 AND EXISTS (SELECT 1 FROM "EvidenceFreezes" WHERE rowid = NEW.rowid))
BEGIN
    SELECT RAISE(ABORT, 'EvidenceFreezes is kept: a row with this key exists and is not replaced.');
END;

CREATE TRIGGER "TR_EvidenceFreezes_NoUpdate" BEFORE UPDATE ON "EvidenceFreezes"
BEGIN
    SELECT RAISE(ABORT, 'EvidenceFreezes is write-once: UPDATE refused.');
END;

CREATE TRIGGER "TR_EvidencePayloads_NoReplace" BEFORE INSERT ON "EvidencePayloads"
WHEN EXISTS (SELECT 1 FROM "EvidencePayloads" WHERE "OrganizationId" = NEW."OrganizationId" AND "EvidenceId" = NEW."EvidenceId")
  OR (NEW.rowid > 0 AND EXISTS (SELECT 1 FROM "EvidencePayloads" WHERE rowid = NEW.rowid))
BEGIN
    SELECT RAISE(ABORT, 'EvidencePayloads is kept: a row with this key exists and is not replaced.');
END;

CREATE TRIGGER "TR_EvidencePayloads_NoUpdate" BEFORE UPDATE ON "EvidencePayloads"
BEGIN
    SELECT RAISE(ABORT, 'EvidencePayloads is write-once: UPDATE refused.');
END;

CREATE TRIGGER "TR_EvidencePayloads_OnlyPurged" BEFORE DELETE ON "EvidencePayloads"
WHEN NOT EXISTS (
        SELECT 1 FROM "EvidencePurges" AS r INNER JOIN "PurgePermits" AS p ON p."OrganizationId" = r."OrganizationId" AND p."Id" = r."PermitId"
        WHERE r."OrganizationId" = OLD."OrganizationId" AND r."EvidenceId" = OLD."EvidenceId" AND p."Sequence" = (SELECT MAX(x."Sequence") FROM "AuditEntries" AS x WHERE x."OrganizationId" = p."OrganizationId"))
BEGIN
    SELECT RAISE(ABORT, 'EvidencePayloads is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_EvidencePurges_NoDelete" BEFORE DELETE ON "EvidencePurges"
BEGIN
    SELECT RAISE(ABORT, 'EvidencePurges is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_EvidencePurges_NoReplace" BEFORE INSERT ON "EvidencePurges"
WHEN EXISTS (SELECT 1 FROM "EvidencePurges" WHERE "OrganizationId" = NEW."OrganizationId" AND "EvidenceId" = NEW."EvidenceId" AND "PermitId" = NEW."PermitId")
  OR (NEW.rowid > 0 AND EXISTS (SELECT 1 FROM "EvidencePurges" WHERE rowid = NEW.rowid))
BEGIN
    SELECT RAISE(ABORT, 'EvidencePurges is kept: a row with this key exists and is not replaced.');
END;

CREATE TRIGGER "TR_EvidencePurges_NoUpdate" BEFORE UPDATE ON "EvidencePurges"
BEGIN
    SELECT RAISE(ABORT, 'EvidencePurges is write-once: UPDATE refused.');
END;

CREATE TRIGGER "TR_EvidencePurges_OnlyDue" BEFORE INSERT ON "EvidencePurges"
WHEN NOT EXISTS (
        SELECT 1 FROM "PurgePermits" AS p INNER JOIN "AuditEntries" AS o ON o."OrganizationId" = p."OrganizationId" AND o."Sequence" = p."Sequence"
        INNER JOIN "Evidence" AS v ON v."OrganizationId" = p."OrganizationId" AND v."Id" = NEW."EvidenceId"
        WHERE p."OrganizationId" = NEW."OrganizationId" AND p."Id" = NEW."PermitId" AND p."What" = 'Evidence'
          AND v."FirstObservedAt" < p."CutOff"
          AND NOT EXISTS (
            SELECT 1 FROM "Observations" AS b WHERE b."OrganizationId" = v."OrganizationId" AND b."EvidenceId" = v."Id" AND b."AsOf" >= p."CutOff")
          AND NOT EXISTS (
            SELECT 1 FROM "EvidenceFreezes" AS f WHERE f."OrganizationId" = v."OrganizationId" AND f."EvidenceId" = v."Id" AND f."FrozenUntil" > o."At")
          AND o."Action" = 'retention.purge_permitted' AND o."SubjectId" = LOWER(p."Id") AND p."Sequence" = (SELECT MAX(x."Sequence") FROM "AuditEntries" AS x WHERE x."OrganizationId" = p."OrganizationId")
          AND p."CutOff" <= o."At" - p."Months" * CAST(25920000000000 AS bigint)
          AND ((p."RuleId" IS NULL AND p."Months" = 84) OR EXISTS (
            SELECT 1 FROM "RetentionRules" AS q WHERE q."OrganizationId" = p."OrganizationId" AND q."Id" = p."RuleId"
              AND q."EvidenceMonths" = p."Months" AND q."EffectiveFrom" <= o."At"))
          AND p."Months" >= 13)
BEGIN
    SELECT RAISE(ABORT, 'EvidencePurges: refused. No permit is open for this evidence, it is not due, or an assessment holds it.');
END;

CREATE TRIGGER "TR_Evidence_NoDelete" BEFORE DELETE ON "Evidence"
BEGIN
    SELECT RAISE(ABORT, 'Evidence is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_Evidence_NoReplace" BEFORE INSERT ON "Evidence"
WHEN EXISTS (SELECT 1 FROM "Evidence" WHERE "OrganizationId" = NEW."OrganizationId" AND "Id" = NEW."Id")
  OR EXISTS (SELECT 1 FROM "Evidence" WHERE "OrganizationId" = NEW."OrganizationId" AND "ConnectionId" = NEW."ConnectionId" AND "Kind" = NEW."Kind" AND "Fingerprint" = NEW."Fingerprint")
  OR (NEW.rowid > 0 AND EXISTS (SELECT 1 FROM "Evidence" WHERE rowid = NEW.rowid))
BEGIN
    SELECT RAISE(ABORT, 'Evidence is kept: a row with this key exists and is not replaced.');
END;

CREATE TRIGGER "TR_Evidence_NoUpdate" BEFORE UPDATE ON "Evidence"
BEGIN
    SELECT RAISE(ABORT, 'Evidence is write-once: UPDATE refused.');
END;

CREATE TRIGGER "TR_FrameworkAdoptions_NoDelete" BEFORE DELETE ON "FrameworkAdoptions"
BEGIN
    SELECT RAISE(ABORT, 'FrameworkAdoptions is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_FrameworkAdoptions_SameOrganization" BEFORE UPDATE OF "OrganizationId" ON "FrameworkAdoptions"
WHEN NEW."OrganizationId" IS NOT OLD."OrganizationId"
BEGIN
    SELECT RAISE(ABORT, 'FrameworkAdoptions: a row never moves to another organization.');
END;

CREATE TRIGGER "TR_InstallationLog_NoDelete" BEFORE DELETE ON "InstallationLog"
BEGIN
    SELECT RAISE(ABORT, 'InstallationLog is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_InstallationLog_NoReplace" BEFORE INSERT ON "InstallationLog"
WHEN EXISTS (SELECT 1 FROM "InstallationLog" WHERE "Id" = NEW."Id")
  OR (NEW.rowid > 0 AND EXISTS (SELECT 1 FROM "InstallationLog" WHERE rowid = NEW.rowid))
BEGIN
    SELECT RAISE(ABORT, 'InstallationLog is kept: a row with this key exists and is not replaced.');
END;

CREATE TRIGGER "TR_InstallationLog_NoUpdate" BEFORE UPDATE ON "InstallationLog"
BEGIN
    SELECT RAISE(ABORT, 'InstallationLog is write-once: UPDATE refused.');
END;

CREATE TRIGGER "TR_Invitations_NoDelete" BEFORE DELETE ON "Invitations"
BEGIN
    SELECT RAISE(ABORT, 'Invitations is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_Invitations_SameOrganization" BEFORE UPDATE OF "OrganizationId" ON "Invitations"
WHEN NEW."OrganizationId" IS NOT OLD."OrganizationId"
BEGIN
    SELECT RAISE(ABORT, 'Invitations: a row never moves to another organization.');
END;

CREATE TRIGGER "TR_KeyRequests_NoDelete" BEFORE DELETE ON "KeyRequests"
BEGIN
    SELECT RAISE(ABORT, 'KeyRequests is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_KeyRequests_OnlyForward" BEFORE UPDATE ON "KeyRequests"
WHEN OLD."State" IN ('Done', 'Refused', 'Cancelled') AND NEW."State" <> OLD."State"
BEGIN
    SELECT RAISE(ABORT, 'KeyRequests: refused. What was revoked, destroyed or finished stays so.');
END;

CREATE TRIGGER "TR_KeyRequests_SameOrganization" BEFORE UPDATE OF "OrganizationId" ON "KeyRequests"
WHEN NEW."OrganizationId" IS NOT OLD."OrganizationId"
BEGIN
    SELECT RAISE(ABORT, 'KeyRequests: a row never moves to another organization.');
END;

CREATE TRIGGER "TR_Memberships_NoDelete" BEFORE DELETE ON "Memberships"
BEGIN
    SELECT RAISE(ABORT, 'Memberships is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_Memberships_SameOrganization" BEFORE UPDATE OF "OrganizationId" ON "Memberships"
WHEN NEW."OrganizationId" IS NOT OLD."OrganizationId"
BEGIN
    SELECT RAISE(ABORT, 'Memberships: a row never moves to another organization.');
END;

CREATE TRIGGER "TR_Observations_NoDelete" BEFORE DELETE ON "Observations"
BEGIN
    SELECT RAISE(ABORT, 'Observations is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_Observations_NoReplace" BEFORE INSERT ON "Observations"
WHEN EXISTS (SELECT 1 FROM "Observations" WHERE "OrganizationId" = NEW."OrganizationId" AND "Id" = NEW."Id")
  OR (NEW.rowid > 0 AND EXISTS (SELECT 1 FROM "Observations" WHERE rowid = NEW.rowid))
BEGIN
    SELECT RAISE(ABORT, 'Observations is kept: a row with this key exists and is not replaced.');
END;

CREATE TRIGGER "TR_Observations_NoUpdate" BEFORE UPDATE ON "Observations"
BEGIN
    SELECT RAISE(ABORT, 'Observations is write-once: UPDATE refused.');
END;

CREATE TRIGGER "TR_Organizations_NoDelete" BEFORE DELETE ON "Organizations"
BEGIN
    SELECT RAISE(ABORT, 'Organizations is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_Outbox_SameOrganization" BEFORE UPDATE OF "OrganizationId" ON "Outbox"
WHEN NEW."OrganizationId" IS NOT OLD."OrganizationId"
BEGIN
    SELECT RAISE(ABORT, 'Outbox: a row never moves to another organization.');
END;

CREATE TRIGGER "TR_People_NoDelete" BEFORE DELETE ON "People"
BEGIN
    SELECT RAISE(ABORT, 'People is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_PopulationRows_NoReplace" BEFORE INSERT ON "PopulationRows"
WHEN EXISTS (SELECT 1 FROM "PopulationRows" WHERE "OrganizationId" = NEW."OrganizationId" AND "EvidenceId" = NEW."EvidenceId" AND "Pseudonym" = NEW."Pseudonym" AND "Date" = NEW."Date")
  OR (NEW.rowid > 0 AND EXISTS (SELECT 1 FROM "PopulationRows" WHERE rowid = NEW.rowid))
BEGIN
    SELECT RAISE(ABORT, 'PopulationRows is kept: a row with this key exists and is not replaced.');
END;

CREATE TRIGGER "TR_PopulationRows_NoUpdate" BEFORE UPDATE ON "PopulationRows"
BEGIN
    SELECT RAISE(ABORT, 'PopulationRows is write-once: UPDATE refused.');
END;

CREATE TRIGGER "TR_PopulationRows_OnlyPurged" BEFORE DELETE ON "PopulationRows"
WHEN NOT EXISTS (
        SELECT 1 FROM "EvidencePurges" AS r INNER JOIN "PurgePermits" AS p ON p."OrganizationId" = r."OrganizationId" AND p."Id" = r."PermitId"
        WHERE r."OrganizationId" = OLD."OrganizationId" AND r."EvidenceId" = OLD."EvidenceId" AND p."Sequence" = (SELECT MAX(x."Sequence") FROM "AuditEntries" AS x WHERE x."OrganizationId" = p."OrganizationId"))
BEGIN
    SELECT RAISE(ABORT, 'PopulationRows is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_PseudonymKeys_NoDelete" BEFORE DELETE ON "PseudonymKeys"
BEGIN
    SELECT RAISE(ABORT, 'PseudonymKeys is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_PseudonymKeys_SameOrganization" BEFORE UPDATE OF "OrganizationId" ON "PseudonymKeys"
WHEN NEW."OrganizationId" IS NOT OLD."OrganizationId"
BEGIN
    SELECT RAISE(ABORT, 'PseudonymKeys: a row never moves to another organization.');
END;

CREATE TRIGGER "TR_PurgePermits_NoDelete" BEFORE DELETE ON "PurgePermits"
BEGIN
    SELECT RAISE(ABORT, 'PurgePermits is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_PurgePermits_NoReplace" BEFORE INSERT ON "PurgePermits"
WHEN EXISTS (SELECT 1 FROM "PurgePermits" WHERE "OrganizationId" = NEW."OrganizationId" AND "Id" = NEW."Id")
  OR EXISTS (SELECT 1 FROM "PurgePermits" WHERE "OrganizationId" = NEW."OrganizationId" AND "Sequence" = NEW."Sequence")
  OR (NEW.rowid > 0 AND EXISTS (SELECT 1 FROM "PurgePermits" WHERE rowid = NEW.rowid))
BEGIN
    SELECT RAISE(ABORT, 'PurgePermits is kept: a row with this key exists and is not replaced.');
END;

CREATE TRIGGER "TR_PurgePermits_NoUpdate" BEFORE UPDATE ON "PurgePermits"
BEGIN
    SELECT RAISE(ABORT, 'PurgePermits is write-once: UPDATE refused.');
END;

CREATE TRIGGER "TR_RefusalCounts_NoDelete" BEFORE DELETE ON "RefusalCounts"
BEGIN
    SELECT RAISE(ABORT, 'RefusalCounts is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_Requirements_NoDelete" BEFORE DELETE ON "Requirements"
BEGIN
    SELECT RAISE(ABORT, 'Requirements is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_Requirements_SameOrganization" BEFORE UPDATE OF "OrganizationId" ON "Requirements"
WHEN NEW."OrganizationId" IS NOT OLD."OrganizationId"
BEGIN
    SELECT RAISE(ABORT, 'Requirements: a row never moves to another organization.');
END;

CREATE TRIGGER "TR_RetentionRules_NoDelete" BEFORE DELETE ON "RetentionRules"
BEGIN
    SELECT RAISE(ABORT, 'RetentionRules is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_RetentionRules_NoReplace" BEFORE INSERT ON "RetentionRules"
WHEN EXISTS (SELECT 1 FROM "RetentionRules" WHERE "OrganizationId" = NEW."OrganizationId" AND "Id" = NEW."Id")
  OR (NEW.rowid > 0 AND EXISTS (SELECT 1 FROM "RetentionRules" WHERE rowid = NEW.rowid))
BEGIN
    SELECT RAISE(ABORT, 'RetentionRules is kept: a row with this key exists and is not replaced.');
END;

CREATE TRIGGER "TR_RetentionRules_NoUpdate" BEFORE UPDATE ON "RetentionRules"
BEGIN
    SELECT RAISE(ABORT, 'RetentionRules is write-once: UPDATE refused.');
END;

CREATE TRIGGER "TR_SealedSubjects_SameOrganization" BEFORE UPDATE OF "OrganizationId" ON "SealedSubjects"
WHEN NEW."OrganizationId" IS NOT OLD."OrganizationId"
BEGIN
    SELECT RAISE(ABORT, 'SealedSubjects: a row never moves to another organization.');
END;

CREATE TRIGGER "TR_SigningKeys_NoDelete" BEFORE DELETE ON "SigningKeys"
BEGIN
    SELECT RAISE(ABORT, 'SigningKeys is kept: DELETE refused.');
END;

CREATE TRIGGER "TR_SigningKeys_NoReplace" BEFORE INSERT ON "SigningKeys"
WHEN EXISTS (SELECT 1 FROM "SigningKeys" WHERE "Kid" = NEW."Kid")
  OR (NEW.rowid > 0 AND EXISTS (SELECT 1 FROM "SigningKeys" WHERE rowid = NEW.rowid))
BEGIN
    SELECT RAISE(ABORT, 'SigningKeys is kept: a row with this key exists and is not replaced.');
END;

CREATE TRIGGER "TR_SigningKeys_NoUpdate" BEFORE UPDATE ON "SigningKeys"
BEGIN
    SELECT RAISE(ABORT, 'SigningKeys is write-once: UPDATE refused.');
END;

CREATE TRIGGER "TR_StagedDrafts_SameOrganization" BEFORE UPDATE OF "OrganizationId" ON "StagedDrafts"
WHEN NEW."OrganizationId" IS NOT OLD."OrganizationId"
BEGIN
    SELECT RAISE(ABORT, 'StagedDrafts: a row never moves to another organization.');
END;

CREATE TRIGGER "TR_StagedMembers_SameOrganization" BEFORE UPDATE OF "OrganizationId" ON "StagedMembers"
WHEN NEW."OrganizationId" IS NOT OLD."OrganizationId"
BEGIN
    SELECT RAISE(ABORT, 'StagedMembers: a row never moves to another organization.');
END;
