import type { Clock } from '../../lib/clock.ts';
import type { PlatformRole, ProjectRole } from '../../lib/viewer.ts';
import type { Database } from '../kit/database/database.ts';
import { type Change, change } from '../kit/log/change.ts';
import { identities, incidents, memberships, organizations, projects, users } from './tables.ts';

/** Who the development issuer answers for. */
const developmentIssuer = 'urn:weft:development';

const begun = new Date('2025-09-01T00:00:00Z');
const dayMs = 86_400_000;

const sampleOrganizations = [
  ['tsinghua', '清华大学', 'Tsinghua University'],
  ['scut', '华南理工大学', 'South China University of Technology'],
  ['nsccwx', '国家超级计算无锡中心', 'National Supercomputing Center in Wuxi'],
  ['cernet', '中国教育和科研计算机网', 'China Education and Research Network (CERNET)'],
] as const;

interface SamplePerson {
  readonly name: string;
  readonly displayName: string;
  readonly home: string;
  readonly roles: readonly PlatformRole[];
}

const samplePeople: readonly SamplePerson[] = [
  { name: 'researcher', displayName: 'Sample Researcher', home: 'tsinghua', roles: [] },
  { name: 'pi', displayName: 'Sample Principal Investigator', home: 'tsinghua', roles: [] },
  { name: 'student', displayName: 'Sample Student', home: 'scut', roles: [] },
  { name: 'finance', displayName: 'Sample Finance Officer', home: 'tsinghua', roles: [] },
  { name: 'administrator', displayName: 'Sample Administrator', home: 'cernet', roles: ['PLATFORM_ADMINISTRATOR'] },
  { name: 'operator', displayName: 'Sample Center Operator', home: 'nsccwx', roles: ['CENTER_OPERATOR'] },
  { name: 'auditor', displayName: 'Sample Auditor', home: 'cernet', roles: ['AUDITOR'] },
  { name: 'store-owner', displayName: 'Sample Store Owner', home: 'nsccwx', roles: ['STORE_OWNER'] },
  { name: 'support', displayName: 'Sample Support', home: 'cernet', roles: ['SUPPORT'] },
];

const sampleProjects = [
  { name: 'biomaterials', zh: '生物材料', en: 'Biomaterials', organization: 'tsinghua' },
  { name: 'cfd', zh: '计算流体力学', en: 'Computational Fluid Dynamics', organization: 'scut' },
  { name: 'language-models', zh: '语言模型', en: 'Language Models', organization: 'cernet' },
] as const;

const sampleMemberships: readonly { readonly project: string; readonly user: string; readonly role: ProjectRole }[] = [
  { project: 'biomaterials', user: 'pi', role: 'PRINCIPAL_INVESTIGATOR' },
  { project: 'biomaterials', user: 'researcher', role: 'MEMBER' },
  { project: 'cfd', user: 'researcher', role: 'MEMBER' },
  { project: 'language-models', user: 'student', role: 'MEMBER' },
];

async function writePeople(tx: Change): Promise<void> {
  await tx
    .insert(organizations)
    .values(
      sampleOrganizations.map(([name, nameZh, nameEn], place) => ({
        id: `organization_${name}`,
        nameZh,
        nameEn,
        listedAt: new Date(begun.getTime() + place),
      })),
    )
    .onConflictDoNothing();
  await tx
    .insert(users)
    .values(
      samplePeople.map(({ name, displayName, home, roles }) => ({
        id: `user_${name}`,
        displayName,
        email: `${name}@example.org`,
        homeOrganizationId: `organization_${home}`,
        platformRoles: [...roles],
      })),
    )
    .onConflictDoNothing();
  await tx
    .insert(identities)
    .values(
      samplePeople.map(({ name }) => ({
        id: `identity_development-${name}`,
        issuer: developmentIssuer,
        subject: name,
        userId: `user_${name}`,
      })),
    )
    .onConflictDoNothing();
}

/** Declares the projects that are not there yet. */
async function writeProjects(tx: Change): Promise<void> {
  const written = await tx
    .insert(projects)
    .values(
      sampleProjects.map(({ name, zh, en, organization }, place) => ({
        id: `project_${name}`,
        nameEn: en,
        nameZh: zh,
        state: 'ACTIVE' as const,
        organizationId: `organization_${organization}`,
        createdAt: new Date(begun.getTime() + place),
      })),
    )
    .onConflictDoNothing()
    .returning();
  await tx.append(
    ...written.map(({ id, nameEn, nameZh, organizationId }) => ({
      topic: 'project',
      key: id,
      type: 'ProjectDeclared',
      payload: { projectId: id, nameEn, nameZh, organizationId },
    })),
  );
}

const membershipId = ({ project, user }: { readonly project: string; readonly user: string }): string =>
  `membership_${project}-${user}`;

async function writeMemberships(tx: Change): Promise<void> {
  const written = await tx
    .insert(memberships)
    .values(
      sampleMemberships.map((membership, place) => ({
        id: membershipId(membership),
        projectId: `project_${membership.project}`,
        userId: `user_${membership.user}`,
        role: membership.role,
        since: new Date(begun.getTime() + place),
      })),
    )
    .onConflictDoNothing()
    .returning();
  await tx.append(
    ...written.map(({ id, projectId, userId, role }) => ({
      topic: 'membership',
      key: id,
      type: 'MembershipChanged',
      payload: { membershipId: id, projectId, userId, role, removed: false },
    })),
  );
}

/** Writes what is not there yet of the sample data and tells of the projects and memberships that it wrote. */
export async function writeSample(db: Database, clock: Clock): Promise<void> {
  const keys = [...sampleProjects.map(({ name }) => `project_${name}`), ...sampleMemberships.map(membershipId)];
  await change(db, keys, async (tx) => {
    await writePeople(tx);
    await writeProjects(tx);
    await writeMemberships(tx);
    const now = clock.now().getTime();
    await tx
      .insert(incidents)
      .values({
        id: 'incident_sample-1',
        centerId: 'center_wuxi',
        severity: 'MINOR',
        title: 'Simulated: the cooling of one cabinet failed and its nodes were drained',
        openedAt: new Date(now - 3 * dayMs),
        resolvedAt: new Date(now - 3 * dayMs + 5_400_000),
      })
      .onConflictDoNothing();
  });
}
