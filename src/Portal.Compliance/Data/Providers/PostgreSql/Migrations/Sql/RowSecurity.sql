CREATE OR REPLACE FUNCTION public.portal_organization()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
SELECT NULLIF(current_setting('portal.organization', true), '')::uuid
$function$;

ALTER TABLE "Alerts" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Alerts" FORCE ROW LEVEL SECURITY;
CREATE POLICY "RLS_Alerts" ON "Alerts" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());

ALTER TABLE "AuditDetails" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "AuditDetails" FORCE ROW LEVEL SECURITY;
CREATE POLICY "RLS_AuditDetails" ON "AuditDetails" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());

ALTER TABLE "AuditEntries" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "AuditEntries" FORCE ROW LEVEL SECURITY;
CREATE POLICY "RLS_AuditEntries" ON "AuditEntries" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());

ALTER TABLE "AuditHeads" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "AuditHeads" FORCE ROW LEVEL SECURITY;
CREATE POLICY "RLS_AuditHeads" ON "AuditHeads" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());

ALTER TABLE "Connections" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Connections" FORCE ROW LEVEL SECURITY;
CREATE POLICY "RLS_Connections" ON "Connections" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());

ALTER TABLE "ConnectorRuns" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ConnectorRuns" FORCE ROW LEVEL SECURITY;
CREATE POLICY "RLS_ConnectorRuns" ON "ConnectorRuns" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());

ALTER TABLE "ControlScopes" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "ControlScopes" FORCE ROW LEVEL SECURITY;
CREATE POLICY "RLS_ControlScopes" ON "ControlScopes" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());

ALTER TABLE "DataKeys" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "DataKeys" FORCE ROW LEVEL SECURITY;
CREATE POLICY "RLS_DataKeys" ON "DataKeys" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());

ALTER TABLE "Evidence" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Evidence" FORCE ROW LEVEL SECURITY;
CREATE POLICY "RLS_Evidence" ON "Evidence" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());

ALTER TABLE "EvidenceControls" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "EvidenceControls" FORCE ROW LEVEL SECURITY;
CREATE POLICY "RLS_EvidenceControls" ON "EvidenceControls" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());

ALTER TABLE "EvidenceFreezes" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "EvidenceFreezes" FORCE ROW LEVEL SECURITY;
CREATE POLICY "RLS_EvidenceFreezes" ON "EvidenceFreezes" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());

ALTER TABLE "EvidencePayloads" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "EvidencePayloads" FORCE ROW LEVEL SECURITY;
CREATE POLICY "RLS_EvidencePayloads" ON "EvidencePayloads" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());

ALTER TABLE "EvidencePurges" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "EvidencePurges" FORCE ROW LEVEL SECURITY;
CREATE POLICY "RLS_EvidencePurges" ON "EvidencePurges" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());

ALTER TABLE "FrameworkAdoptions" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "FrameworkAdoptions" FORCE ROW LEVEL SECURITY;
CREATE POLICY "RLS_FrameworkAdoptions" ON "FrameworkAdoptions" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());

ALTER TABLE "Observations" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Observations" FORCE ROW LEVEL SECURITY;
CREATE POLICY "RLS_Observations" ON "Observations" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());

ALTER TABLE "Outbox" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Outbox" FORCE ROW LEVEL SECURITY;
CREATE POLICY "RLS_Outbox" ON "Outbox" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());

ALTER TABLE "PopulationRows" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "PopulationRows" FORCE ROW LEVEL SECURITY;
CREATE POLICY "RLS_PopulationRows" ON "PopulationRows" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());

ALTER TABLE "PseudonymKeys" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "PseudonymKeys" FORCE ROW LEVEL SECURITY;
CREATE POLICY "RLS_PseudonymKeys" ON "PseudonymKeys" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());

ALTER TABLE "PurgePermits" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "PurgePermits" FORCE ROW LEVEL SECURITY;
CREATE POLICY "RLS_PurgePermits" ON "PurgePermits" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());

ALTER TABLE "Requirements" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "Requirements" FORCE ROW LEVEL SECURITY;
CREATE POLICY "RLS_Requirements" ON "Requirements" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());

ALTER TABLE "RetentionRules" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "RetentionRules" FORCE ROW LEVEL SECURITY;
CREATE POLICY "RLS_RetentionRules" ON "RetentionRules" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());

ALTER TABLE "SealedSubjects" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "SealedSubjects" FORCE ROW LEVEL SECURITY;
CREATE POLICY "RLS_SealedSubjects" ON "SealedSubjects" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());

ALTER TABLE "StagedDrafts" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "StagedDrafts" FORCE ROW LEVEL SECURITY;
CREATE POLICY "RLS_StagedDrafts" ON "StagedDrafts" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());

ALTER TABLE "StagedMembers" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "StagedMembers" FORCE ROW LEVEL SECURITY;
CREATE POLICY "RLS_StagedMembers" ON "StagedMembers" USING ("OrganizationId" = portal_organization()) WITH CHECK ("OrganizationId" = portal_organization());
