-- What a platform of the second version (migration Accounts) held while work waited.
insert into customers (id, email, password_hash, roles, status, terms_accepted_at, marketing_consent, failed_logins, created_at, name_first, name_last)
values ('00000000-0000-7000-8000-000000000001', 'early@example.com', 'hash', '{customer}', 'active', now(), true, 0, now(), 'Early', 'Bird');

insert into tenants (id, customer_id, name, status, metadata, created_at, updated_at)
values ('00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000001', 'Acme', 'active', '{}', now(), now());

insert into database_servers (id, name, host, port, instance_host, instance_port, admin_username, admin_password, capacity, status, created_at)
values ('00000000-0000-7000-8000-000000000003', 'main', '127.0.0.1', 5432, '10.213.0.1', 5432, 'postgres', 'secret', 200, 'active', now());

insert into instances (id, tenant_id, name, odoo_version, instance_type, cpu_limit, admin_email, database_name, subdomain, demo_data, custom_addons,
    disabled_modules, environment_vars, metadata, status, provisioning_status, billing_status, desired_power, ran_before_suspension, created_at,
    updated_at, memory_limit_bytes, memory_limit_text, storage_limit_bytes, storage_limit_text)
select id::uuid, '00000000-0000-7000-8000-000000000002', name, '19.0', 'development', 1, 'early@example.com', lower(name) || '_db', lower(name) || '-db', false,
    '[]', '[]', case name when 'First' then '{"SHOP": "secret é", "A_TOKEN": "1"}' else '{}' end::jsonb, '{}', 'running', 'completed', 'trial', 'running', false, now(), now(), 1073741824, '1G', 2147483648, '2G'
from (values ('00000000-0000-7000-8000-000000000011', 'First'), ('00000000-0000-7000-8000-000000000012', 'Second')) as i (id, name);

insert into placements (instance_id, database_server_id, image_id, port)
values ('00000000-0000-7000-8000-000000000011', '00000000-0000-7000-8000-000000000003', 'sha256:one', 20001),
       ('00000000-0000-7000-8000-000000000012', '00000000-0000-7000-8000-000000000003', null, 20002);

insert into operations (id, instance_id, tenant_id, kind, status, steps, attempt, run_after, lease_owner, lease_until, fence, created_at, progress)
values ('00000000-0000-7000-8000-000000000021', '00000000-0000-7000-8000-000000000011', '00000000-0000-7000-8000-000000000002', 'restart', 'queued', '[]', 2,
        '2026-11-20T10:00:00Z', null, null, 4, '2026-11-20T09:00:00Z', 0),
       ('00000000-0000-7000-8000-000000000022', '00000000-0000-7000-8000-000000000012', '00000000-0000-7000-8000-000000000002', 'start', 'running', '[]', 2,
        '2026-11-20T10:00:00Z', 'gone', '2026-11-20T10:00:30Z', 7, '2026-11-20T09:00:01Z', 0);

insert into mails (id, template, customer_id, recipient, content, status, attempts, queued_at, next_attempt_at, created_at)
values ('00000000-0000-7000-8000-000000000031', 'instance_ready', '00000000-0000-7000-8000-000000000001', 'early@example.com', 'encrypted', 'queued', 3,
        '2026-11-20T09:00:00Z', '2026-11-20T10:00:00Z', '2026-11-20T09:00:00Z');

insert into webhook_endpoints (id, tenant_id, url, event_types, enabled, secret, created_at, updated_at)
values ('00000000-0000-7000-8000-000000000041', '00000000-0000-7000-8000-000000000002', 'https://example.com/hook', '[]', true, 'encrypted', now(), now());

insert into webhook_deliveries (id, endpoint_id, tenant_id, event_id, event_type, body, status, attempts, failures, next_attempt_at, fence, created_at)
values ('00000000-0000-7000-8000-000000000042', '00000000-0000-7000-8000-000000000041', '00000000-0000-7000-8000-000000000002',
        '00000000-0000-7000-8000-000000000051', 'instance.running', '{}', 'pending',
        '[{"at": "2026-11-20T09:30:00Z", "httpStatus": 503, "error": null, "durationMs": 12}]', 2, '2026-11-20T10:00:00Z', 5, '2026-11-20T09:00:00Z');

insert into events (position, id, name, subject, tenant_id, payload, at, dispatched_at, sequence) overriding system value
values (1, '00000000-0000-7000-8000-000000000051', 'instance.running', '00000000-0000-7000-8000-000000000011', '00000000-0000-7000-8000-000000000002', '{}',
        '2026-11-20T09:00:00Z', '2026-11-20T09:00:00Z', 1),
       (2, '00000000-0000-7000-8000-000000000052', 'customer.registered', '00000000-0000-7000-8000-000000000001', null, '{}',
        '2026-11-20T09:00:00Z', '2026-11-20T09:00:00Z', 2);

insert into event_deliveries (event_position, consumer, status, attempts, next_attempt_at)
values (1, 'mail-a', 'pending', 1, '2026-11-20T10:00:00Z'), (1, 'mail-b', 'pending', 0, '2026-11-20T10:00:00Z'),
       (2, 'mail-c', 'pending', 0, '2026-11-20T10:00:00Z');

insert into request_counts (source, requests, ends_at) values ('198.51.100.7', 12, '2026-11-20T10:00:00Z');
