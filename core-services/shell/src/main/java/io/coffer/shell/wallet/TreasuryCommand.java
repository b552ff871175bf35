// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell.wallet;

import io.coffer.shell.Node;
import io.coffer.shell.ReadCommand;
import io.coffer.shell.Treasury;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** What the house holds. */
@Service
@Command(scope = "wallet", name = "treasury", description = "What our addresses hold by the books, and the hot wallets")
public final class TreasuryCommand extends ReadCommand {
    @Override
    protected Finding find(Node node) {
        List<Treasury.Funds> funds = Treasury.funds(node);
        return finding(
                items(funds.stream().map(Treasury.Funds::json).toList()), screen -> Treasury.show(screen, funds));
    }
}
