// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static io.coffer.chain.evm.NodeFixture.failure;
import static io.coffer.chain.evm.Tokens.ALICE;
import static io.coffer.chain.evm.Tokens.BOB;
import static io.coffer.chain.evm.Tokens.CHAIN;
import static io.coffer.chain.evm.Tokens.DAI;
import static io.coffer.chain.evm.Tokens.USDC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.coffer.chain.evm.ScriptedChain.Transfer;
import io.coffer.spi.asset.ContractCall;
import io.coffer.spi.asset.ContractLog;
import io.coffer.spi.asset.TokenHost;
import io.coffer.spi.asset.TokenMovement;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.BalanceReader;
import io.coffer.spi.chain.BalancesAtBlock;
import io.coffer.spi.chain.BlockPage;
import io.coffer.spi.chain.ChainException.Kind;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.ContractProbe;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.ReplacementFees;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which tokens are hosted, and what is believed of their code. */
class EvmHostingTest {
    private NodeFixture fixture;
    private ScriptedNode node;
    private ScriptedChain chain;
    private AccountChain hosted;

    @BeforeEach
    void start() throws Exception {
        fixture = new NodeFixture();
        node = fixture.node;
        chain = fixture.chain;
        hosted = fixture.hosting(USDC, DAI);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private BlockPage page() throws Exception {
        return hosted.reader().read(chain.ref(0), 100);
    }

    @Test
    void tokensThatDoNotFitAreNotHosted() {
        ChainId mainnet = new ChainId("eip155:1");
        TokenProtocol elsewhere = Tokens.token(mainnet, USDC.contract().text(), "USDC", 6);
        TokenProtocol same = Tokens.token(CHAIN, USDC.contract().text(), "OTHER", 6);
        assertThatIllegalArgumentException().isThrownBy(() -> fixture.hosting(USDC, elsewhere));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fixture.hosting(USDC, same))
                .withMessageContaining("two have the contract");
    }

    @Test
    @DisplayName("H29 a token has one name: its contract in the spelling of EIP-55")
    void h29_aTokenUnderAnotherNameIsNotHosted() {
        TokenProtocol other =
                new OtherName(USDC, new NetworkAssetId(CHAIN + "/erc20:" + Tokens.lower(USDC.contract())));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fixture.hosting(other))
                .withMessageContaining("which is " + USDC.token().asset().id());
        TokenProtocol coin = new OtherName(USDC, new NetworkAssetId(CHAIN + "/slip44:60"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fixture.hosting(coin))
                .withMessageContaining("two assets");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fixture.hosting(
                        new OtherName(USDC, new NetworkAssetId(CHAIN + "/bep20:1")),
                        new OtherName(DAI, new NetworkAssetId(CHAIN + "/bep20:1"))))
                .withMessageContaining("two assets");
    }

    @Test
    @DisplayName("H44 a token that tells of another asset, or of more than its logs, is garbage")
    void h44_aTokenTellsOfItselfOnly() throws Exception {
        chain.mine(List.of(Transfer.call(Tokens.lower(BOB), 1, "0x12", Tokens.log(USDC, BOB, ALICE, 5))));
        TokenProtocol otherAsset = new OtherName(USDC, new NetworkAssetId(CHAIN + "/bep20:1"));
        hosted = fixture.hosting(otherAsset);
        assertThat(failure(this::page)).hasMessageContaining("not its own or told twice");
        assertThat(failure(this::page).kind()).isEqualTo(Kind.GARBAGE);
        hosted = fixture.hosting(new OtherName(USDC, USDC.token().asset().id()) {
            @Override
            public List<TokenMovement> movements(List<ContractLog> logs) {
                List<TokenMovement> told = new ArrayList<>(super.movements(logs));
                told.addAll(super.movements(logs));
                return told;
            }
        });
        assertThat(failure(this::page)).hasMessageContaining("told twice");
    }

    @Test
    @DisplayName("H44 a token that encodes another transfer than was asked for is not sent")
    void h44_aTokenThatEncodesSomethingElseIsNotSent() throws Exception {
        TokenProtocol thief = new OtherName(USDC, USDC.token().asset().id()) {
            @Override
            public ContractCall encode(TransferIntent transfer) {
                return super.encode(new TransferIntent(BOB, transfer.amount(), transfer.tag()));
            }
        };
        FeeQuote fee =
                new FeeQuote(fixture.adapter.descriptor().nativeAsset().id(), BigInteger.TEN, BigInteger.ONE, 65_000);
        PublicKey key = TestKey.of("0x8db185e31c0cd39fdfb04737671e2cfb6e7b81506214eff6399fe1953ee6c141")
                .publicKey();
        List<TransferIntent> transfers = List.of(Tokens.transfer(USDC, ALICE, 5));
        assertThat(fixture.hosting(USDC).assemble(transfers, key, 0, fee).chain())
                .isEqualTo(CHAIN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fixture.hosting(thief).assemble(transfers, key, 0, fee))
                .withMessageContaining("does not read its own call");
    }

    @Test
    void theHostedChainHasWhatTheAdapterHas() {
        for (var capability : List.of(
                BalanceReader.class,
                BalancesAtBlock.class,
                ReplacementFees.class,
                ContractProbe.class,
                TokenHost.class)) {
            assertThat(hosted.capability(capability)).as("%s", capability).isPresent();
        }
        assertThat(hosted.descriptor()).isEqualTo(fixture.adapter.descriptor());
        assertThat(node.asked()).as("hosting asks no node").isEmpty();
    }
}
