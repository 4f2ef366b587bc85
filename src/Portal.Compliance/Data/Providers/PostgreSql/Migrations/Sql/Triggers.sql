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

CREATE TRIGGER "TR_Alerts_NoDelete" BEFORE DELETE ON "Alerts" FOR EACH ROW EXECUTE FUNCTION portal_refuse('Alerts is kept: DELETE refused.');

CREATE TRIGGER "TR_Alerts_NoTruncate" BEFORE TRUNCATE ON "Alerts" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('Alerts: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_Alerts_SameOrganization" BEFORE UPDATE ON "Alerts" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('Alerts: a row never moves to another organization.');

CREATE TRIGGER "TR_AuditDetails_NoDelete" BEFORE DELETE ON "AuditDetails" FOR EACH ROW EXECUTE FUNCTION portal_refuse('AuditDetails is kept: DELETE refused.');

CREATE TRIGGER "TR_AuditDetails_NoTruncate" BEFORE TRUNCATE ON "AuditDetails" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('AuditDetails: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_AuditDetails_NoUpdate" BEFORE UPDATE ON "AuditDetails" FOR EACH ROW EXECUTE FUNCTION portal_refuse('AuditDetails is write-once: UPDATE refused.');

CREATE TRIGGER "TR_AuditEntries_NoDelete" BEFORE DELETE ON "AuditEntries" FOR EACH ROW EXECUTE FUNCTION portal_refuse('AuditEntries is kept: DELETE refused.');

CREATE TRIGGER "TR_AuditEntries_NoGaps" BEFORE INSERT ON "AuditEntries" FOR EACH ROW EXECUTE FUNCTION portal_no_gaps('An audit entry must stand directly behind the last one.');

CREATE TRIGGER "TR_AuditEntries_NoTruncate" BEFORE TRUNCATE ON "AuditEntries" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('AuditEntries: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_AuditEntries_NoUpdate" BEFORE UPDATE ON "AuditEntries" FOR EACH ROW EXECUTE FUNCTION portal_refuse('AuditEntries is write-once: UPDATE refused.');

CREATE TRIGGER "TR_AuditHeads_NoDelete" BEFORE DELETE ON "AuditHeads" FOR EACH ROW EXECUTE FUNCTION portal_refuse('AuditHeads is kept: DELETE refused.');

CREATE TRIGGER "TR_AuditHeads_NoTruncate" BEFORE TRUNCATE ON "AuditHeads" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('AuditHeads: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_AuditHeads_OnlyGrows" BEFORE UPDATE ON "AuditHeads" FOR EACH ROW EXECUTE FUNCTION portal_only_grows('An audit head counts exactly its entries and never shrinks.');

CREATE TRIGGER "TR_AuditHeads_SameOrganization" BEFORE UPDATE ON "AuditHeads" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('AuditHeads: a row never moves to another organization.');

CREATE TRIGGER "TR_Connections_NoDelete" BEFORE DELETE ON "Connections" FOR EACH ROW EXECUTE FUNCTION portal_refuse('Connections is kept: DELETE refused.');

CREATE TRIGGER "TR_Connections_NoTruncate" BEFORE TRUNCATE ON "Connections" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('Connections: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_Connections_SameOrganization" BEFORE UPDATE ON "Connections" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('Connections: a row never moves to another organization.');

CREATE TRIGGER "TR_ConnectorRuns_NoDelete" BEFORE DELETE ON "ConnectorRuns" FOR EACH ROW EXECUTE FUNCTION portal_refuse('ConnectorRuns is kept: DELETE refused.');

CREATE TRIGGER "TR_ConnectorRuns_NoTruncate" BEFORE TRUNCATE ON "ConnectorRuns" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('ConnectorRuns: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_ConnectorRuns_SameOrganization" BEFORE UPDATE ON "ConnectorRuns" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('ConnectorRuns: a row never moves to another organization.');

CREATE TRIGGER "TR_ControlScopes_NoDelete" BEFORE DELETE ON "ControlScopes" FOR EACH ROW EXECUTE FUNCTION portal_refuse('ControlScopes is kept: DELETE refused.');

CREATE TRIGGER "TR_ControlScopes_NoTruncate" BEFORE TRUNCATE ON "ControlScopes" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('ControlScopes: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_ControlScopes_SameOrganization" BEFORE UPDATE ON "ControlScopes" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('ControlScopes: a row never moves to another organization.');

CREATE TRIGGER "TR_DataKeys_NoDelete" BEFORE DELETE ON "DataKeys" FOR EACH ROW EXECUTE FUNCTION portal_refuse('DataKeys is kept: DELETE refused.');

CREATE TRIGGER "TR_DataKeys_NoTruncate" BEFORE TRUNCATE ON "DataKeys" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('DataKeys: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_DataKeys_SameOrganization" BEFORE UPDATE ON "DataKeys" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('DataKeys: a row never moves to another organization.');

CREATE TRIGGER "TR_EvidenceControls_NoDelete" BEFORE DELETE ON "EvidenceControls" FOR EACH ROW EXECUTE FUNCTION portal_refuse('EvidenceControls is kept: DELETE refused.');

CREATE TRIGGER "TR_EvidenceControls_NoTruncate" BEFORE TRUNCATE ON "EvidenceControls" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('EvidenceControls: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_EvidenceControls_NoUpdate" BEFORE UPDATE ON "EvidenceControls" FOR EACH ROW EXECUTE FUNCTION portal_refuse('EvidenceControls is write-once: UPDATE refused.');

CREATE TRIGGER "TR_EvidencePayloads_NoDelete" BEFORE DELETE ON "EvidencePayloads" FOR EACH ROW EXECUTE FUNCTION portal_refuse('EvidencePayloads is kept: DELETE refused.');

CREATE TRIGGER "TR_EvidencePayloads_NoTruncate" BEFORE TRUNCATE ON "EvidencePayloads" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('EvidencePayloads: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_EvidencePayloads_NoUpdate" BEFORE UPDATE ON "EvidencePayloads" FOR EACH ROW EXECUTE FUNCTION portal_refuse('EvidencePayloads is write-once: UPDATE refused.');

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

CREATE TRIGGER "TR_PopulationRows_NoDelete" BEFORE DELETE ON "PopulationRows" FOR EACH ROW EXECUTE FUNCTION portal_refuse('PopulationRows is kept: DELETE refused.');

CREATE TRIGGER "TR_PopulationRows_NoTruncate" BEFORE TRUNCATE ON "PopulationRows" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('PopulationRows: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_PopulationRows_NoUpdate" BEFORE UPDATE ON "PopulationRows" FOR EACH ROW EXECUTE FUNCTION portal_refuse('PopulationRows is write-once: UPDATE refused.');

CREATE TRIGGER "TR_PseudonymKeys_NoDelete" BEFORE DELETE ON "PseudonymKeys" FOR EACH ROW EXECUTE FUNCTION portal_refuse('PseudonymKeys is kept: DELETE refused.');

CREATE TRIGGER "TR_PseudonymKeys_NoTruncate" BEFORE TRUNCATE ON "PseudonymKeys" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('PseudonymKeys: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_PseudonymKeys_SameOrganization" BEFORE UPDATE ON "PseudonymKeys" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('PseudonymKeys: a row never moves to another organization.');

CREATE TRIGGER "TR_Requirements_NoDelete" BEFORE DELETE ON "Requirements" FOR EACH ROW EXECUTE FUNCTION portal_refuse('Requirements is kept: DELETE refused.');

CREATE TRIGGER "TR_Requirements_NoTruncate" BEFORE TRUNCATE ON "Requirements" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('Requirements: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_Requirements_SameOrganization" BEFORE UPDATE ON "Requirements" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('Requirements: a row never moves to another organization.');

CREATE TRIGGER "TR_SealedSubjects_NoTruncate" BEFORE TRUNCATE ON "SealedSubjects" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('SealedSubjects: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_SealedSubjects_SameOrganization" BEFORE UPDATE ON "SealedSubjects" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('SealedSubjects: a row never moves to another organization.');

CREATE TRIGGER "TR_StagedDrafts_NoTruncate" BEFORE TRUNCATE ON "StagedDrafts" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('StagedDrafts: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_StagedDrafts_SameOrganization" BEFORE UPDATE ON "StagedDrafts" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('StagedDrafts: a row never moves to another organization.');

CREATE TRIGGER "TR_StagedMembers_NoTruncate" BEFORE TRUNCATE ON "StagedMembers" FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse('StagedMembers: rows go one by one, if at all: TRUNCATE refused.');

CREATE TRIGGER "TR_StagedMembers_SameOrganization" BEFORE UPDATE ON "StagedMembers" FOR EACH ROW EXECUTE FUNCTION portal_same_organization('StagedMembers: a row never moves to another organization.');
