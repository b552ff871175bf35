// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static io.coffer.chain.evm.NodeFixture.failure;
import static io.coffer.chain.evm.Tokens.ALICE;
import static io.coffer.chain.evm.Tokens.BOB;
import static io.coffer.chain.evm.Tokens.CHAIN;
import static io.coffer.chain.evm.Tokens.DAI;
import static io.coffer.chain.evm.Tokens.USDC;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.coffer.chain.evm.ScriptedChain.Transfer;
import io.coffer.chain.evm.ScriptedChain.Written;
import io.coffer.spi.asset.TokenHost;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainException.Kind;
import io.coffer.spi.chain.TxStatus;
import io.coffer.spi.money.Amount;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What became of a transfer of a token that we sent. */
class EvmTokenStatusTest {
    private static final Address SENDER = new Address(CHAIN, "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB");

    private NodeFixture fixture;
    private ScriptedChain chain;
    private AccountChain hosted;

    @BeforeEach
    void start() throws Exception {
        fixture = new NodeFixture();
        chain = fixture.chain;
        hosted = fixture.adapter.capability(TokenHost.class).orElseThrow().hosting(List.of(USDC, DAI));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private void mine(int status, Written... logs) {
        Transfer call = new Transfer(
                Tokens.lower(SENDER),
                Tokens.lower(USDC.contract()),
                "0x0",
                status,
                100_000,
                Tokens.call(ALICE, 100),
                List.of(logs));
        chain.mine(List.of(call));
    }

    private TxStatus status() throws Exception {
        return hosted.reader().status(chain.tx(1, 0));
    }

    private boolean succeeded() throws Exception {
        return ((TxStatus.Mined) status()).succeeded();
    }

    @Test
    void succeededIfTheTokenSaysThatTheAmountLeft() throws Exception {
        mine(1, Tokens.log(USDC, SENDER, ALICE, 100));
        assertThat(succeeded()).isTrue();
    }

    @Test
    @DisplayName("H07 what the token keeps on the way left the sender all the same")
    void h07_whatTheTokenKeepsLeftTheSender() throws Exception {
        mine(1, Tokens.log(USDC, SENDER, ALICE, 95), Tokens.log(USDC, SENDER, BOB, 5));
        assertThat(succeeded()).isTrue();
    }

    @Test
    @DisplayName("H05 a transfer that gave back false, with status 1 and without a log, did not succeed")
    void h05_falseReturnDidNotSucceed() throws Exception {
        mine(1);
        TxStatus.Mined mined = (TxStatus.Mined) status();
        assertThat(mined.succeeded()).isFalse();
        assertThat(mined.fee().units().signum()).as("it cost its fee").isPositive();
    }

    @Test
    @DisplayName("H05 what another contract says of the token, or the token of others, is not believed")
    void h05_logsOfOthersCountForNothing() throws Exception {
        mine(1, Tokens.log(DAI, SENDER, ALICE, 100), Tokens.log(USDC, BOB, ALICE, 100));
        assertThat(succeeded()).isFalse();
    }

    @Test
    @DisplayName("H06 a transfer that was undone did not succeed")
    void h06_failedDidNotSucceed() throws Exception {
        mine(0);
        assertThat(succeeded()).isFalse();
    }

    private void movedOtherwise(long left, long back) throws Exception {
        TxStatus.MinedOtherwise told = (TxStatus.MinedOtherwise) status();
        assertThat(told.left()).isEqualTo(Amount.of(USDC.token().asset().id(), left));
        assertThat(told.back()).isEqualTo(Amount.of(USDC.token().asset().id(), back));
        assertThat(told.fee().units().signum()).isPositive();
        assertThat(told.minedIn()).contains(hosted.reader().at(1));
    }

    @Test
    @DisplayName("H07 that more left the sender than was sent is told, with how much")
    void h07_moreThanWasSent() throws Exception {
        mine(1, Tokens.log(USDC, SENDER, ALICE, 100), Tokens.log(USDC, SENDER, BOB, 1));
        movedOtherwise(101, 0);
    }

    @Test
    @DisplayName("H07 that less left the sender than was sent is told, with how much")
    void h07_lessThanWasSent() throws Exception {
        mine(1, Tokens.log(USDC, SENDER, ALICE, 40), Tokens.log(DAI, SENDER, ALICE, 60));
        movedOtherwise(40, 0);
    }

    @Test
    @DisplayName("H07 what came back to the sender is told beside what left it")
    void h07_whatCameBackDidNotLeave() throws Exception {
        mine(1, Tokens.log(USDC, SENDER, ALICE, 100), Tokens.log(USDC, ALICE, SENDER, 1));
        movedOtherwise(100, 1);
    }

    @Test
    @DisplayName("H07 a token that only gave something to the sender moved nothing for it")
    void h07_onlyWhatCame() throws Exception {
        mine(1, Tokens.log(USDC, BOB, SENDER, 7));
        movedOtherwise(0, 7);
    }

    @Test
    void logsOfMoreThanThereCanBeAreGarbage() throws Exception {
        BigInteger most = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
        Written one = Tokens.log(USDC, SENDER, ALICE, 1);
        Written all = new Written(one.contract(), one.topics(), Tokens.word(most));
        mine(1, all, all);
        assertThat(failure(this::status).kind()).isEqualTo(Kind.GARBAGE);
    }

    @Test
    void whatACallDidThatIsNoTransferOfAListedTokenCannotBeTold() throws Exception {
        mine(1, Tokens.log(USDC, SENDER, ALICE, 100));
        assertThat(failure(() -> fixture.adapter.reader().status(chain.tx(1, 0)))
                        .kind())
                .isEqualTo(Kind.REFUSED);
        ObjectNode transaction =
                (ObjectNode) chain.blockJson(1).path("transactions").get(0);
        transaction.put("value", "0x1");
        assertThat(failure(this::status).kind()).isEqualTo(Kind.REFUSED);
        transaction.put("value", "0x0").put("input", Tokens.call(ALICE, 100) + "00");
        assertThat(failure(this::status).kind()).isEqualTo(Kind.REFUSED);
        transaction.putNull("to");
        assertThat(failure(this::status).kind()).isEqualTo(Kind.REFUSED);
        transaction.remove("input");
        assertThat(failure(this::status).kind()).isEqualTo(Kind.GARBAGE);
    }

    @Test
    void ofOneThatFailedThereIsNothingToTell() throws Exception {
        mine(0);
        assertThat(((TxStatus.Mined) fixture.adapter.reader().status(chain.tx(1, 0))).succeeded())
                .isFalse();
    }

    @Test
    void coinIsToldAsBefore() throws Exception {
        chain.mine(List.of(new Transfer(Tokens.lower(ALICE), "0x7", 1)));
        assertThat(succeeded()).isTrue();
    }
}
