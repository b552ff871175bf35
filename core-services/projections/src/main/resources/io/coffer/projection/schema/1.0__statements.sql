-- SPDX-License-Identifier: Apache-2.0
-- Everything here follows from the journal. Tables whose rows never change have the place (position, event_index) of
-- the event that made the row; the others hold what those add up to. Amounts are whole units.

create table projection.progress (
  id               tinyint not null,
  position         bigint not null,
  proof_position   bigint not null,
  proof            char(64) not null,
  constraint pk_progress primary key (id)
);

create table projection.ledger_account (
  number           integer not null,
  kind             varchar(16) not null,
  owner            varchar(200) not null,
  asset            varchar(16) not null,
  position         bigint not null,
  event_index      integer not null,
  debits           numeric(39) not null,
  credits          numeric(39) not null,
  held             numeric(39) not null,
  constraint pk_ledger_account primary key (number),
  constraint uq_ledger_account unique (kind, owner, asset)
);

create table projection.ledger_hold (
  hold             varchar(80) not null,
  kind             varchar(16) not null,
  owner            varchar(200) not null,
  asset            varchar(16) not null,
  remaining        numeric(39) not null,
  constraint pk_ledger_hold primary key (hold)
);

create table projection.ledger_entry (
  account          integer not null,
  position         bigint not null,
  event_index      integer not null,
  time_ms          bigint not null,
  kind             varchar(8) not null,
  amount           numeric(39) not null,
  counter          integer,
  total            numeric(39) not null,
  held             numeric(39) not null,
  memo             varchar not null,
  constraint pk_ledger_entry primary key (account, position, event_index)
);

create table projection.asset (
  code             varchar(16) not null,
  position         bigint not null,
  event_index      integer not null,
  time_ms          bigint not null,
  decimals         integer not null,
  constraint pk_asset primary key (position, event_index)
);

create table projection.network_listing_change (
  caip19           varchar(200) not null,
  position         bigint not null,
  event_index      integer not null,
  time_ms          bigint not null,
  decimals         integer not null,
  asset            varchar(16) not null,
  minimum_deposit  numeric(78) not null,
  deposits         boolean not null,
  withdrawals      boolean not null,
  constraint pk_network_listing_change primary key (position, event_index)
);

create table projection.limit_change (
  rule             varchar(64) not null,
  position         bigint not null,
  event_index      integer not null,
  time_ms          bigint not null,
  removed          boolean not null,
  account          varchar(64),
  asset            varchar(16),
  per_transaction  numeric(39),
  per_day          numeric(39),
  constraint pk_limit_change primary key (position, event_index)
);

create table projection.outbound_halt_change (
  asset            varchar(16) not null,
  position         bigint not null,
  event_index      integer not null,
  time_ms          bigint not null,
  halted           boolean not null,
  decided_by       varchar,
  reason           varchar not null,
  constraint pk_outbound_halt_change primary key (position, event_index)
);

create table projection.account_freeze_change (
  account          varchar(64) not null,
  position         bigint not null,
  event_index      integer not null,
  time_ms          bigint not null,
  frozen           boolean not null,
  decided_by       varchar,
  reason           varchar not null,
  constraint pk_account_freeze_change primary key (position, event_index)
);

create table projection.customer (
  id               varchar(64) not null,
  position         bigint not null,
  event_index      integer not null,
  created_at_ms    bigint not null,
  constraint pk_customer primary key (position, event_index)
);

create table projection.account (
  id               varchar(64) not null,
  position         bigint not null,
  event_index      integer not null,
  customer         varchar(64) not null,
  created_at_ms    bigint not null,
  constraint pk_account primary key (position, event_index)
);

create table projection.address (
  chain            varchar(41) not null,
  address          varchar(128) not null,
  position         bigint not null,
  event_index      integer not null,
  time_ms          bigint not null,
  account          varchar(64),
  path             varchar(80) not null,
  curve            varchar(16) not null,
  public_key       varchar(66) not null,
  constraint pk_address primary key (position, event_index)
);

create table projection.deposit (
  id               varchar(36) not null,
  first_position   bigint not null,
  first_index      integer not null,
  last_position    bigint not null,
  last_index       integer not null,
  changed_at_ms    bigint not null,
  account          varchar(64),
  chain            varchar(41) not null,
  tx               varchar(128) not null,
  tx_position      integer not null,
  address          varchar(128) not null,
  tag              varchar,
  caip19           varchar(200) not null,
  units            numeric(78) not null,
  block_height     bigint not null,
  block_hash       varchar(128) not null,
  chain_state      varchar(16) not null,
  state            varchar(16) not null,
  generation       integer not null,
  reason           varchar,
  detected_at_ms   bigint not null,
  constraint pk_deposit primary key (id)
);
create index ix_deposit_first on projection.deposit (first_position, first_index);
create index ix_deposit_account on projection.deposit (account, first_position, first_index);

create table projection.deposit_transition (
  deposit          varchar(36) not null,
  position         bigint not null,
  event_index      integer not null,
  time_ms          bigint not null,
  account          varchar(64),
  chain_state      varchar(16) not null,
  state            varchar(16) not null,
  generation       integer not null,
  reason           varchar,
  block_height     bigint not null,
  block_hash       varchar(128) not null,
  constraint pk_deposit_transition primary key (deposit, position, event_index)
);

-- Customers' withdrawals have an account, transfers of the house where they are from and what for.
create table projection.withdrawal (
  id               varchar(64) not null,
  first_position   bigint not null,
  first_index      integer not null,
  last_position    bigint not null,
  last_index       integer not null,
  changed_at_ms    bigint not null,
  account          varchar(64),
  house            boolean not null,
  house_from       varchar(128),
  house_purpose    varchar(8),
  chain            varchar(41) not null,
  address          varchar(128) not null,
  tag              varchar,
  caip19           varchar(200) not null,
  units            numeric(78) not null,
  fee_caip19       varchar(200) not null,
  fee_cap          numeric(78) not null,
  external_id      varchar(64),
  state            varchar(20) not null,
  refusal_code     varchar,
  refusal_message  varchar,
  refusal_next     varchar,
  requested_at_ms  bigint not null,
  constraint pk_withdrawal primary key (id)
);
create index ix_withdrawal_house on projection.withdrawal (house, first_position, first_index);
create index ix_withdrawal_account on projection.withdrawal (account, first_position, first_index);

-- The signed bytes are left out: whoever has them can send them, and nobody who reads histories needs them.
create table projection.withdrawal_attempt (
  withdrawal       varchar(64) not null,
  number           integer not null,
  sender           varchar(128) not null,
  sequence         bigint,
  fee_caip19       varchar(200) not null,
  fee_rate         numeric(1000) not null,
  fee_tip          numeric(1000) not null,
  fee_weight       bigint not null,
  tx               varchar(128),
  block_height     bigint,
  block_hash       varchar(128),
  paid_caip19      varchar(200),
  paid_units       numeric(78),
  constraint pk_withdrawal_attempt primary key (withdrawal, number)
);

create table projection.withdrawal_input (
  withdrawal       varchar(64) not null,
  attempt          integer not null,
  number           integer not null,
  tx               varchar(128) not null,
  output_index     integer not null,
  address          varchar(128) not null,
  caip19           varchar(200) not null,
  units            numeric(78) not null,
  curve            varchar(16) not null,
  public_key       varchar(66) not null,
  constraint pk_withdrawal_input primary key (withdrawal, attempt, number)
);

create table projection.withdrawal_transition (
  withdrawal       varchar(64) not null,
  position         bigint not null,
  event_index      integer not null,
  time_ms          bigint not null,
  state            varchar(20) not null,
  attempt          integer not null,
  tx               varchar(128),
  block_height     bigint,
  block_hash       varchar(128),
  refusal_code     varchar,
  refusal_message  varchar,
  refusal_next     varchar,
  constraint pk_withdrawal_transition primary key (withdrawal, position, event_index)
);

insert into projection.progress values (1, 0, 0, '0000000000000000000000000000000000000000000000000000000000000000');
