// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.codec;

import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.Command;
import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.LimitCommand;
import java.io.IOException;

/** Commands on assets, customers and limits as bytes. */
final class RegistryCommands {
    private static final int LIST_ASSET = CommandCodec.ASSET + 1;
    private static final int LIST_ON_NETWORK = CommandCodec.ASSET + 2;
    private static final int HALT_OUTBOUND = CommandCodec.ASSET + 3;
    private static final int RELEASE_OUTBOUND = CommandCodec.ASSET + 4;
    private static final int CREATE_CUSTOMER = CommandCodec.CUSTOMER + 1;
    private static final int OPEN_ACCOUNT = CommandCodec.CUSTOMER + 2;
    private static final int FREEZE_ACCOUNT = CommandCodec.CUSTOMER + 3;
    private static final int UNFREEZE_ACCOUNT = CommandCodec.CUSTOMER + 4;
    private static final int SET_RULE = CommandCodec.LIMIT + 1;
    private static final int REMOVE_RULE = CommandCodec.LIMIT + 2;

    private RegistryCommands() {}

    static void write(BinaryOut out, AssetCommand command) {
        if (command instanceof AssetCommand.ListAsset list) {
            out.u8(LIST_ASSET);
            Values.write(out, list.asset());
        } else if (command instanceof AssetCommand.ListOnNetwork list) {
            out.u8(LIST_ON_NETWORK);
            Values.write(out, list.listing());
        } else if (command instanceof AssetCommand.HaltOutbound halt) {
            out.u8(HALT_OUTBOUND);
            Values.write(out, halt.asset());
            out.text(halt.reason());
        } else if (command instanceof AssetCommand.ReleaseOutbound release) {
            out.u8(RELEASE_OUTBOUND);
            Values.write(out, release.asset());
            out.text(release.decidedBy());
            out.text(release.reason());
        } else {
            throw CommandCodec.unknown(command);
        }
    }

    static Command readAsset(BinaryIn in, int tag) throws IOException {
        return switch (tag) {
            case LIST_ASSET -> new AssetCommand.ListAsset(Values.asset(in));
            case LIST_ON_NETWORK -> new AssetCommand.ListOnNetwork(Values.networkListing(in));
            case HALT_OUTBOUND -> new AssetCommand.HaltOutbound(Values.assetId(in), in.text());
            case RELEASE_OUTBOUND -> new AssetCommand.ReleaseOutbound(Values.assetId(in), in.text(), in.text());
            default -> throw CommandCodec.unknown(in, tag);
        };
    }

    static void write(BinaryOut out, CustomerCommand command) {
        if (command instanceof CustomerCommand.CreateCustomer create) {
            out.u8(CREATE_CUSTOMER);
            Values.write(out, create.customer());
        } else if (command instanceof CustomerCommand.OpenAccount open) {
            out.u8(OPEN_ACCOUNT);
            Values.write(out, open.account());
            Values.write(out, open.customer());
        } else if (command instanceof CustomerCommand.FreezeAccount freeze) {
            out.u8(FREEZE_ACCOUNT);
            Values.write(out, freeze.account());
            out.text(freeze.reason());
        } else if (command instanceof CustomerCommand.UnfreezeAccount unfreeze) {
            out.u8(UNFREEZE_ACCOUNT);
            Values.write(out, unfreeze.account());
            out.text(unfreeze.decidedBy());
            out.text(unfreeze.reason());
        } else {
            throw CommandCodec.unknown(command);
        }
    }

    static Command readCustomer(BinaryIn in, int tag) throws IOException {
        return switch (tag) {
            case CREATE_CUSTOMER -> new CustomerCommand.CreateCustomer(Values.customerId(in));
            case OPEN_ACCOUNT -> new CustomerCommand.OpenAccount(Values.accountId(in), Values.customerId(in));
            case FREEZE_ACCOUNT -> new CustomerCommand.FreezeAccount(Values.accountId(in), in.text());
            case UNFREEZE_ACCOUNT -> new CustomerCommand.UnfreezeAccount(Values.accountId(in), in.text(), in.text());
            default -> throw CommandCodec.unknown(in, tag);
        };
    }

    static void write(BinaryOut out, LimitCommand command) {
        if (command instanceof LimitCommand.SetRule set) {
            out.u8(SET_RULE);
            Values.write(out, set.rule());
        } else if (command instanceof LimitCommand.RemoveRule remove) {
            out.u8(REMOVE_RULE);
            Values.write(out, remove.rule());
        } else {
            throw CommandCodec.unknown(command);
        }
    }

    static Command readLimit(BinaryIn in, int tag) throws IOException {
        return switch (tag) {
            case SET_RULE -> new LimitCommand.SetRule(Values.limitRule(in));
            case REMOVE_RULE -> new LimitCommand.RemoveRule(Values.limitRuleId(in));
            default -> throw CommandCodec.unknown(in, tag);
        };
    }
}
