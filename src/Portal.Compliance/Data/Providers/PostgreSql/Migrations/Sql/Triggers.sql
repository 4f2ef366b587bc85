CREATE OR REPLACE FUNCTION public.portal_refuse()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0];
END;
$function$;

CREATE OR REPLACE FUNCTION public.portal_same_organization()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF NEW."OrganizationId" IS DISTINCT FROM OLD."OrganizationId" THEN
        RAISE EXCEPTION '%', TG_ARGV[0];
    END IF;
    RETURN NEW;
END;
$function$;

CREATE OR REPLACE FUNCTION public.portal_no_gaps()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF NEW."Sequence" IS DISTINCT FROM (
            SELECT COALESCE(MAX(e."Sequence"), -1) + 1 FROM "AuditEntries" AS e WHERE e."OrganizationId" = NEW."OrganizationId") THEN
        RAISE EXCEPTION '%', TG_ARGV[0];
    END IF;
    RETURN NEW;
END;
$function$;

CREATE OR REPLACE FUNCTION public.portal_only_grows()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF NEW."Size" < OLD."Size"
        OR (NEW."Size" = OLD."Size" AND (NEW."Root" IS DISTINCT FROM OLD."Root" OR NEW."Frontier" IS DISTINCT FROM OLD."Frontier"))
        OR (NEW."Size" > OLD."Size" AND NEW."Size" IS DISTINCT FROM (
            SELECT COALESCE(MAX(e."Sequence"), -1) + 1 FROM "AuditEntries" AS e WHERE e."OrganizationId" = NEW."OrganizationId")) THEN
        RAISE EXCEPTION '%', TG_ARGV[0];
    END IF;
    RETURN NEW;
END;
$function$;

CREATE OR REPLACE FUNCTION public.portal_only_purged_evidence()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM "EvidencePurges" AS r INNER JOIN "PurgePermits" AS p ON p."OrganizationId" = r."OrganizationId" AND p."Id" = r."PermitId"
        WHERE r."OrganizationId" = OLD."OrganizationId" AND r."EvidenceId" = OLD."EvidenceId" AND p."Sequence" = (SELECT MAX(x."Sequence") FROM "AuditEntries" AS x WHERE x."OrganizationId" = p."OrganizationId")) THEN
        RAISE EXCEPTION '%', TG_ARGV[0];
    END IF;
    RETURN OLD;
END;
$function$;

CREATE OR REPLACE FUNCTION public.portal_only_purged_details()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM "PurgePermits" AS p INNER JOIN "AuditEntries" AS o ON o."OrganizationId" = p."OrganizationId" AND o."Sequence" = p."Sequence"
        INNER JOIN "AuditEntries" AS e ON e."OrganizationId" = p."OrganizationId" AND e."Sequence" = OLD."Sequence"
        WHERE p."OrganizationId" = OLD."OrganizationId" AND p."What" = 'AuditDetails'
          AND e."Sequence" >= p."FirstSequence" AND e."Sequence" <= p."LastSequence" AND e."At" < p."CutOff"
          AND o."Action" = 'retention.purge_permitted' AND o."SubjectId" = LOWER(CAST(p."Id" AS text)) AND p."Sequence" = (SELECT MAX(x."Sequence") FROM "AuditEntries" AS x WHERE x."OrganizationId" = p."OrganizationId")
          AND p."CutOff" <= o."At" - p."Months" * CAST(25920000000000 AS bigint)
          AND ((p."RuleId" IS NULL AND p."Months" = 84) OR EXISTS (
            SELECT 1 FROM "RetentionRules" AS q WHERE q."OrganizationId" = p."OrganizationId" AND q."Id" = p."RuleId"
              AND q."AuditDetailMonths" = p."Months" AND q."EffectiveFrom" <= o."At"))
          AND p."Months" >= 13) THEN
        RAISE EXCEPTION '%', TG_ARGV[0];
    END IF;
    RETURN OLD;
END;
$function$;

CREATE OR REPLACE FUNCTION public.portal_only_due()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM "PurgePermits" AS p INNER JOIN "AuditEntries" AS o ON o."OrganizationId" = p."OrganizationId" AND o."Sequence" = p."Sequence"
        INNER JOIN "Evidence" AS v ON v."OrganizationId" = p."OrganizationId" AND v."Id" = NEW."EvidenceId"
        WHERE p."OrganizationId" = NEW."OrganizationId" AND p."Id" = NEW."PermitId" AND p."What" = 'Evidence'
          AND v."FirstObservedAt" < p."CutOff"
          AND NOT EXISTS (
            SELECT 1 FROM "Observations" AS b WHERE b."OrganizationId" = v."OrganizationId" AND b."EvidenceId" = v."Id" AND b."AsOf" >= p."CutOff")
          AND NOT EXISTS (
            SELECT 1 FROM "EvidenceFreezes" AS f WHERE f."OrganizationId" = v."OrganizationId" AND f."EvidenceId" = v."Id" AND f."FrozenUntil" > o."At")
          AND o."Action" = 'retention.purge_permitted' AND o."SubjectId" = LOWER(CAST(p."Id" AS text)) AND p."Sequence" = (SELECT MAX(x."Sequence") FROM "AuditEntries" AS x WHERE x."OrganizationId" = p."OrganizationId")
          AND p."CutOff" <= o."At" - p."Months" * CAST(25920000000000 AS bigint)
          AND ((p."RuleId" IS NULL AND p."Months" = 84) OR EXISTS (
            SELECT 1 FROM "RetentionRules" AS q WHERE q."OrganizationId" = p."OrganizationId" AND q."Id" = p."RuleId"
              AND q."EvidenceMonths" = p."Months" AND q."EffectiveFrom" <= o."At"))
          AND p."Months" >= 13) THEN
        RAISE EXCEPTION '%', TG_ARGV[0];
    END IF;
    RETURN NEW;
END;
$function$;

CREATE OR REPLACE FUNCTION public.portal_only_forward_connections()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF NEW."CredentialVersion" < OLD."CredentialVersion"
  OR (OLD."State" = 'Revoking' AND NEW."State" NOT IN ('Revoking', 'Revoked'))
  OR (OLD."State" = 'Revoked' AND (NEW."State" <> 'Revoked' OR NEW."SealedCredential" IS NOT NULL OR NEW."CredentialVersion" <> OLD."CredentialVersion"))
  OR (OLD."DeletedAt" IS NOT NULL AND (NEW."DeletedAt" IS NULL OR NEW."DeletedAt" <> OLD."DeletedAt")) THEN
        RAISE EXCEPTION '%', TG_ARGV[0];
    END IF;
    RETURN NEW;
END;
$function$;

CREATE OR REPLACE FUNCTION public.portal_only_forward_data_keys()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF (OLD."State" = 'Destroyed' AND NEW."State" <> 'Destroyed')
  OR (OLD."State" = 'DecryptOnly' AND NEW."State" = 'Active')
  OR (NEW."State" = 'Destroyed' AND NEW."WrappedKey" IS NOT NULL) THEN
        RAISE EXCEPTION '%', TG_ARGV[0];
    END IF;
    RETURN NEW;
END;
$function$;

CREATE OR REPLACE FUNCTION public.portal_only_forward_key_requests()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF OLD."State" IN ('Done', 'Refused', 'Cancelled') AND NEW."State" <> OLD."State" THEN
        RAISE EXCEPTION '%', TG_ARGV[0];
    END IF;
    RETURN NEW;
END;
$function$;

CREATE TRIGGER "TR_Alerts_NoDelete" BEFORE DELETE ON "Alerts" FOR EACH ROW EXECUTE FUNCTION portal_refuse('Alerts is kept: DELETE refused.');

CREATE TRIGGER "TR_Alerts_NoTruncate" BEFORE TRUNCATE ON "Alerts" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('Alerts: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_Alerts_SameOrganization" BEFORE UPDATE ON "Alerts" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('Alerts: a row never moves to another organization.');

CREATE TRIGGER "TR_AuditCheckpoints_NoDelete" BEFORE DELETE ON "AuditCheckpoints" FOR EACH ROW EXECUTE FUNCTION portal_refuse('AuditCheckpoints is kept: DELETE refused.');

CREATE TRIGGER "TR_AuditCheckpoints_NoTruncate" BEFORE TRUNCATE ON "AuditCheckpoints" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('AuditCheckpoints: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_AuditCheckpoints_NoUpdate" BEFORE UPDATE ON "AuditCheckpoints" FOR EACH ROW EXECUTE FUNCTION portal_refuse('AuditCheckpoints is write-once: UPDATE refused.');

CREATE TRIGGER "TR_AuditDetails_NoTruncate" BEFORE TRUNCATE ON "AuditDetails" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('AuditDetails: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_AuditDetails_NoUpdate" BEFORE UPDATE ON "AuditDetails" FOR EACH ROW EXECUTE FUNCTION portal_refuse('AuditDetails is write-once: UPDATE refused.');

CREATE TRIGGER "TR_AuditDetails_OnlyPurged" BEFORE DELETE ON "AuditDetails" FOR EACH ROW EXECUTE FUNCTION portal_only_purged_details('AuditDetails is kept: DELETE refused.');

CREATE TRIGGER "TR_AuditEntries_NoDelete" BEFORE DELETE ON "AuditEntries" FOR EACH ROW EXECUTE FUNCTION portal_refuse('AuditEntries is kept: DELETE refused.');

CREATE TRIGGER "TR_AuditEntries_NoGaps" BEFORE INSERT ON "AuditEntries" FOR EACH ROW EXECUTE FUNCTION portal_no_gaps('An audit entry must stand directly behind the last one.');

CREATE TRIGGER "TR_AuditEntries_NoTruncate" BEFORE TRUNCATE ON "AuditEntries" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('AuditEntries: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_AuditEntries_NoUpdate" BEFORE UPDATE ON "AuditEntries" FOR EACH ROW EXECUTE FUNCTION portal_refuse('AuditEntries is write-once: UPDATE refused.');

CREATE TRIGGER "TR_AuditHeads_NoDelete" BEFORE DELETE ON "AuditHeads" FOR EACH ROW EXECUTE FUNCTION portal_refuse('AuditHeads is kept: DELETE refused.');

CREATE TRIGGER "TR_AuditHeads_NoTruncate" BEFORE TRUNCATE ON "AuditHeads" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('AuditHeads: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_AuditHeads_OnlyGrows" BEFORE UPDATE ON "AuditHeads" FOR EACH ROW EXECUTE FUNCTION portal_only_grows('An audit head counts exactly its entries and never shrinks.');

CREATE TRIGGER "TR_AuditHeads_SameOrganization" BEFORE UPDATE ON "AuditHeads" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('AuditHeads: a row never moves to another organization.');

CREATE TRIGGER "TR_AuditLogTroubles_NoTruncate" BEFORE TRUNCATE ON "AuditLogTroubles" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('AuditLogTroubles: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_AuditLogTroubles_SameOrganization" BEFORE UPDATE ON "AuditLogTroubles" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('AuditLogTroubles: a row never moves to another organization.');

CREATE TRIGGER "TR_Connections_NoDelete" BEFORE DELETE ON "Connections" FOR EACH ROW EXECUTE FUNCTION portal_refuse('Connections is kept: DELETE refused.');

CREATE TRIGGER "TR_Connections_NoTruncate" BEFORE TRUNCATE ON "Connections" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('Connections: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_Connections_OnlyForward" BEFORE UPDATE ON "Connections" FOR EACH ROW EXECUTE FUNCTION portal_only_forward_connections('Connections: refused. What was revoked, destroyed or finished stays so.');

CREATE TRIGGER "TR_Connections_SameOrganization" BEFORE UPDATE ON "Connections" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('Connections: a row never moves to another organization.');

CREATE TRIGGER "TR_ConnectorRuns_NoDelete" BEFORE DELETE ON "ConnectorRuns" FOR EACH ROW EXECUTE FUNCTION portal_refuse('ConnectorRuns is kept: DELETE refused.');

CREATE TRIGGER "TR_ConnectorRuns_NoTruncate" BEFORE TRUNCATE ON "ConnectorRuns" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('ConnectorRuns: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_ConnectorRuns_SameOrganization" BEFORE UPDATE ON "ConnectorRuns" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('ConnectorRuns: a row never moves to another organization.');

CREATE TRIGGER "TR_ControlScopes_NoDelete" BEFORE DELETE ON "ControlScopes" FOR EACH ROW EXECUTE FUNCTION portal_refuse('ControlScopes is kept: DELETE refused.');

CREATE TRIGGER "TR_ControlScopes_NoTruncate" BEFORE TRUNCATE ON "ControlScopes" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('ControlScopes: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_ControlScopes_SameOrganization" BEFORE UPDATE ON "ControlScopes" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('ControlScopes: a row never moves to another organization.');

CREATE TRIGGER "TR_DataKeys_NoDelete" BEFORE DELETE ON "DataKeys" FOR EACH ROW EXECUTE FUNCTION portal_refuse('DataKeys is kept: DELETE refused.');

CREATE TRIGGER "TR_DataKeys_NoTruncate" BEFORE TRUNCATE ON "DataKeys" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('DataKeys: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_DataKeys_OnlyForward" BEFORE UPDATE ON "DataKeys" FOR EACH ROW EXECUTE FUNCTION portal_only_forward_data_keys('DataKeys: refused. What was revoked, destroyed or finished stays so.');

CREATE TRIGGER "TR_DataKeys_SameOrganization" BEFORE UPDATE ON "DataKeys" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('DataKeys: a row never moves to another organization.');

CREATE TRIGGER "TR_EvidenceControls_NoDelete" BEFORE DELETE ON "EvidenceControls" FOR EACH ROW EXECUTE FUNCTION portal_refuse('EvidenceControls is kept: DELETE refused.');

CREATE TRIGGER "TR_EvidenceControls_NoTruncate" BEFORE TRUNCATE ON "EvidenceControls" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('EvidenceControls: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_EvidenceControls_NoUpdate" BEFORE UPDATE ON "EvidenceControls" FOR EACH ROW EXECUTE FUNCTION portal_refuse('EvidenceControls is write-once: UPDATE refused.');

CREATE TRIGGER "TR_EvidenceFreezes_NoDelete" BEFORE DELETE ON "EvidenceFreezes" FOR EACH ROW EXECUTE FUNCTION portal_refuse('EvidenceFreezes is kept: DELETE refused.');

CREATE TRIGGER "TR_EvidenceFreezes_NoTruncate" BEFORE TRUNCATE ON "EvidenceFreezes" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('EvidenceFreezes: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_EvidenceFreezes_NoUpdate" BEFORE UPDATE ON "EvidenceFreezes" FOR EACH ROW EXECUTE FUNCTION portal_refuse('EvidenceFreezes is write-once: UPDATE refused.');

CREATE TRIGGER "TR_EvidencePayloads_NoTruncate" BEFORE TRUNCATE ON "EvidencePayloads" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('EvidencePayloads: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_EvidencePayloads_NoUpdate" BEFORE UPDATE ON "EvidencePayloads" FOR EACH ROW EXECUTE FUNCTION portal_refuse('EvidencePayloads is write-once: UPDATE refused.');

CREATE TRIGGER "TR_EvidencePayloads_OnlyPurged" BEFORE DELETE ON "EvidencePayloads" FOR EACH ROW EXECUTE FUNCTION portal_only_purged_evidence('EvidencePayloads is kept: DELETE refused.');

CREATE TRIGGER "TR_EvidencePurges_NoDelete" BEFORE DELETE ON "EvidencePurges" FOR EACH ROW EXECUTE FUNCTION portal_refuse('EvidencePurges is kept: DELETE refused.');

CREATE TRIGGER "TR_EvidencePurges_NoTruncate" BEFORE TRUNCATE ON "EvidencePurges" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('EvidencePurges: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_EvidencePurges_NoUpdate" BEFORE UPDATE ON "EvidencePurges" FOR EACH ROW EXECUTE FUNCTION portal_refuse('EvidencePurges is write-once: UPDATE refused.');

CREATE TRIGGER "TR_EvidencePurges_OnlyDue" BEFORE INSERT ON "EvidencePurges" FOR EACH ROW EXECUTE FUNCTION portal_only_due('EvidencePurges: refused. No permit is open for this evidence, it is not due, or an assessment holds it.');

CREATE TRIGGER "TR_Evidence_NoDelete" BEFORE DELETE ON "Evidence" FOR EACH ROW EXECUTE FUNCTION portal_refuse('Evidence is kept: DELETE refused.');

CREATE TRIGGER "TR_Evidence_NoTruncate" BEFORE TRUNCATE ON "Evidence" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('Evidence: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_Evidence_NoUpdate" BEFORE UPDATE ON "Evidence" FOR EACH ROW EXECUTE FUNCTION portal_refuse('Evidence is write-once: UPDATE refused.');

CREATE TRIGGER "TR_FrameworkAdoptions_NoDelete" BEFORE DELETE ON "FrameworkAdoptions" FOR EACH ROW EXECUTE FUNCTION portal_refuse('FrameworkAdoptions is kept: DELETE refused.');

CREATE TRIGGER "TR_FrameworkAdoptions_NoTruncate" BEFORE TRUNCATE ON "FrameworkAdoptions" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('FrameworkAdoptions: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_FrameworkAdoptions_SameOrganization" BEFORE UPDATE ON "FrameworkAdoptions" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('FrameworkAdoptions: a row never moves to another organization.');

CREATE TRIGGER "TR_InstallationLog_NoDelete" BEFORE DELETE ON "InstallationLog" FOR EACH ROW EXECUTE FUNCTION portal_refuse('InstallationLog is kept: DELETE refused.');

CREATE TRIGGER "TR_InstallationLog_NoTruncate" BEFORE TRUNCATE ON "InstallationLog" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('InstallationLog: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_InstallationLog_NoUpdate" BEFORE UPDATE ON "InstallationLog" FOR EACH ROW EXECUTE FUNCTION portal_refuse('InstallationLog is write-once: UPDATE refused.');

CREATE TRIGGER "TR_Invitations_NoDelete" BEFORE DELETE ON "Invitations" FOR EACH ROW EXECUTE FUNCTION portal_refuse('Invitations is kept: DELETE refused.');

CREATE TRIGGER "TR_Invitations_NoTruncate" BEFORE TRUNCATE ON "Invitations" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('Invitations: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_Invitations_SameOrganization" BEFORE UPDATE ON "Invitations" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('Invitations: a row never moves to another organization.');

CREATE TRIGGER "TR_KeyRequests_NoDelete" BEFORE DELETE ON "KeyRequests" FOR EACH ROW EXECUTE FUNCTION portal_refuse('KeyRequests is kept: DELETE refused.');

CREATE TRIGGER "TR_KeyRequests_NoTruncate" BEFORE TRUNCATE ON "KeyRequests" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('KeyRequests: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_KeyRequests_OnlyForward" BEFORE UPDATE ON "KeyRequests" FOR EACH ROW EXECUTE FUNCTION portal_only_forward_key_requests('KeyRequests: refused. What was revoked, destroyed or finished stays so.');

CREATE TRIGGER "TR_KeyRequests_SameOrganization" BEFORE UPDATE ON "KeyRequests" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('KeyRequests: a row never moves to another organization.');

CREATE TRIGGER "TR_Memberships_NoDelete" BEFORE DELETE ON "Memberships" FOR EACH ROW EXECUTE FUNCTION portal_refuse('Memberships is kept: DELETE refused.');

CREATE TRIGGER "TR_Memberships_NoTruncate" BEFORE TRUNCATE ON "Memberships" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('Memberships: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_Memberships_SameOrganization" BEFORE UPDATE ON "Memberships" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('Memberships: a row never moves to another organization.');

CREATE TRIGGER "TR_Observations_NoDelete" BEFORE DELETE ON "Observations" FOR EACH ROW EXECUTE FUNCTION portal_refuse('Observations is kept: DELETE refused.');

CREATE TRIGGER "TR_Observations_NoTruncate" BEFORE TRUNCATE ON "Observations" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('Observations: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_Observations_NoUpdate" BEFORE UPDATE ON "Observations" FOR EACH ROW EXECUTE FUNCTION portal_refuse('Observations is write-once: UPDATE refused.');

CREATE TRIGGER "TR_Organizations_NoDelete" BEFORE DELETE ON "Organizations" FOR EACH ROW EXECUTE FUNCTION portal_refuse('Organizations is kept: DELETE refused.');

CREATE TRIGGER "TR_Organizations_NoTruncate" BEFORE TRUNCATE ON "Organizations" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('Organizations: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_Outbox_NoTruncate" BEFORE TRUNCATE ON "Outbox" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('Outbox: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_Outbox_SameOrganization" BEFORE UPDATE ON "Outbox" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('Outbox: a row never moves to another organization.');

CREATE TRIGGER "TR_People_NoDelete" BEFORE DELETE ON "People" FOR EACH ROW EXECUTE FUNCTION portal_refuse('People is kept: DELETE refused.');

CREATE TRIGGER "TR_People_NoTruncate" BEFORE TRUNCATE ON "People" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('People: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_PopulationRows_NoTruncate" BEFORE TRUNCATE ON "PopulationRows" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('PopulationRows: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_PopulationRows_NoUpdate" BEFORE UPDATE ON "PopulationRows" FOR EACH ROW EXECUTE FUNCTION portal_refuse('PopulationRows is write-once: UPDATE refused.');

CREATE TRIGGER "TR_PopulationRows_OnlyPurged" BEFORE DELETE ON "PopulationRows" FOR EACH ROW EXECUTE FUNCTION portal_only_purged_evidence('PopulationRows is kept: DELETE refused.');

CREATE TRIGGER "TR_PseudonymKeys_NoDelete" BEFORE DELETE ON "PseudonymKeys" FOR EACH ROW EXECUTE FUNCTION portal_refuse('PseudonymKeys is kept: DELETE refused.');

CREATE TRIGGER "TR_PseudonymKeys_NoTruncate" BEFORE TRUNCATE ON "PseudonymKeys" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('PseudonymKeys: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_PseudonymKeys_SameOrganization" BEFORE UPDATE ON "PseudonymKeys" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('PseudonymKeys: a row never moves to another organization.');

CREATE TRIGGER "TR_PurgePermits_NoDelete" BEFORE DELETE ON "PurgePermits" FOR EACH ROW EXECUTE FUNCTION portal_refuse('PurgePermits is kept: DELETE refused.');

CREATE TRIGGER "TR_PurgePermits_NoTruncate" BEFORE TRUNCATE ON "PurgePermits" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('PurgePermits: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_PurgePermits_NoUpdate" BEFORE UPDATE ON "PurgePermits" FOR EACH ROW EXECUTE FUNCTION portal_refuse('PurgePermits is write-once: UPDATE refused.');

CREATE TRIGGER "TR_RefusalCounts_NoDelete" BEFORE DELETE ON "RefusalCounts" FOR EACH ROW EXECUTE FUNCTION portal_refuse('RefusalCounts is kept: DELETE refused.');

CREATE TRIGGER "TR_RefusalCounts_NoTruncate" BEFORE TRUNCATE ON "RefusalCounts" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('RefusalCounts: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_Requirements_NoDelete" BEFORE DELETE ON "Requirements" FOR EACH ROW EXECUTE FUNCTION portal_refuse('Requirements is kept: DELETE refused.');

CREATE TRIGGER "TR_Requirements_NoTruncate" BEFORE TRUNCATE ON "Requirements" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('Requirements: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_Requirements_SameOrganization" BEFORE UPDATE ON "Requirements" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('Requirements: a row never moves to another organization.');

CREATE TRIGGER "TR_RetentionRules_NoDelete" BEFORE DELETE ON "RetentionRules" FOR EACH ROW EXECUTE FUNCTION portal_refuse('RetentionRules is kept: DELETE refused.');

CREATE TRIGGER "TR_RetentionRules_NoTruncate" BEFORE TRUNCATE ON "RetentionRules" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('RetentionRules: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_RetentionRules_NoUpdate" BEFORE UPDATE ON "RetentionRules" FOR EACH ROW EXECUTE FUNCTION portal_refuse('RetentionRules is write-once: UPDATE refused.');

CREATE TRIGGER "TR_SealedSubjects_NoTruncate" BEFORE TRUNCATE ON "SealedSubjects" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('SealedSubjects: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_SealedSubjects_SameOrganization" BEFORE UPDATE ON "SealedSubjects" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('SealedSubjects: a row never moves to another organization.');

CREATE TRIGGER "TR_SigningKeys_NoDelete" BEFORE DELETE ON "SigningKeys" FOR EACH ROW EXECUTE FUNCTION portal_refuse('SigningKeys is kept: DELETE refused.');

CREATE TRIGGER "TR_SigningKeys_NoTruncate" BEFORE TRUNCATE ON "SigningKeys" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('SigningKeys: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_SigningKeys_NoUpdate" BEFORE UPDATE ON "SigningKeys" FOR EACH ROW EXECUTE FUNCTION portal_refuse('SigningKeys is write-once: UPDATE refused.');

CREATE TRIGGER "TR_StagedDrafts_NoTruncate" BEFORE TRUNCATE ON "StagedDrafts" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('StagedDrafts: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_StagedDrafts_SameOrganization" BEFORE UPDATE ON "StagedDrafts" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('StagedDrafts: a row never moves to another organization.');

CREATE TRIGGER "TR_StagedMembers_NoTruncate" BEFORE TRUNCATE ON "StagedMembers" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('StagedMembers: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_StagedMembers_SameOrganization" BEFORE UPDATE ON "StagedMembers" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('StagedMembers: a row never moves to another organization.');
