// SPDX-License-Identifier: Apache-2.0
package io.coffer.asset.erc20;

import static io.coffer.asset.erc20.UsdCoin.CONTRACT;
import static io.coffer.asset.erc20.UsdCoin.ID;
import static io.coffer.asset.erc20.UsdCoin.SIGNATURE;
import static io.coffer.asset.erc20.UsdCoin.address;
import static io.coffer.asset.erc20.UsdCoin.nobody;
import static io.coffer.asset.erc20.UsdCoin.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.asset.AssetKind;
import io.coffer.spi.asset.ContractCall;
import io.coffer.spi.asset.ContractLog;
import io.coffer.spi.asset.CreditRule;
import io.coffer.spi.asset.TokenMovement;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is ERC-20's own; the rest is in {@link Erc20ConformanceTest}. */
class Erc20ProtocolTest {
    private static final BigInteger UNITS = BigInteger.valueOf(1_500_000);

    private final Erc20Protocol protocol = UsdCoin.protocol();

    @Test
    void theSignatureIsTheHashOfTheEvent() {
        assertThat(keccak("Transfer(address,address,uint256)")).isEqualTo(Erc20Protocol.TRANSFER_EVENT);
        assertThat(selector(transfer()))
                .isEqualTo(keccak("transfer(address,uint256)").toHex().substring(0, 8));
        assertThat(selector(protocol.balanceCall(address(1))))
                .isEqualTo(keccak("balanceOf(address)").toHex().substring(0, 8));
        assertThat(selector(protocol.decimalsCall().orElseThrow()))
                .isEqualTo(keccak("decimals()").toHex().substring(0, 8));
    }

    @Test
    void aTransferIsEncodedByTheContractAbi() {
        assertThat(transfer().contract()).isEqualTo(CONTRACT);
        assertThat(transfer().data().toHex())
                .isEqualTo("a9059cbb"
                        + "000000000000000000000000fb6916095ca1df60bb79ce92ce3ea74c37c5d359"
                        + "000000000000000000000000000000000000000000000000000000000016e360");
        assertThat(protocol.balanceCall(address(1)).data().toHex())
                .isEqualTo("70a08231000000000000000000000000fb6916095ca1df60bb79ce92ce3ea74c37c5d359");
    }

    @Test
    void anAddressInALogIsSpelledCanonically() {
        assertThat(protocol.movements(List.of(UsdCoin.log(3, address(0), address(1), UNITS))))
                .containsExactly(new TokenMovement(3, address(0), address(1), new Amount(ID, UNITS)));
    }

    @Test
    @DisplayName("H04 an ERC-721 transfer, which indexes its third value, is none of ours")
    void h04_fourTopicsAreNoTransfer() {
        ContractLog nonFungible = new ContractLog(
                0, CONTRACT, List.of(SIGNATURE, word(address(0)), word(address(1)), word(UNITS)), Bytes.EMPTY);
        assertThat(protocol.movements(List.of(nonFungible))).isEmpty();
        ContractLog withDataToo = new ContractLog(
                0, CONTRACT, List.of(SIGNATURE, word(address(0)), word(address(1)), word(UNITS)), word(UNITS));
        assertThat(protocol.movements(List.of(withDataToo))).isEmpty();
    }

    @Test
    @DisplayName("H04 a topic with anything above the address is no address")
    void h04_dirtyUpperBytesAreNoAddress() {
        Bytes clean = word(address(1));
        for (int i = 0; i < 12; i++) {
            byte[] dirty = clean.toArray();
            dirty[i] = 1;
            for (List<Bytes> topics : List.of(
                    List.of(SIGNATURE, Bytes.of(dirty), clean),
                    List.of(SIGNATURE, word(address(0)), Bytes.of(dirty)))) {
                assertThat(protocol.movements(List.of(new ContractLog(0, CONTRACT, topics, word(UNITS)))))
                        .isEmpty();
            }
            byte[] call = transfer().data().toArray();
            call[4 + i] = 1;
            assertThat(protocol.decode(new ContractCall(CONTRACT, Bytes.of(call))))
                    .isEmpty();
        }
    }

    @Test
    void anotherEventOfTheTokenIsNoTransfer() {
        Bytes approval = keccak("Approval(address,address,uint256)");
        ContractLog log =
                new ContractLog(0, CONTRACT, List.of(approval, word(address(0)), word(address(1))), word(UNITS));
        assertThat(protocol.movements(List.of(log))).isEmpty();
    }

    @Test
    void newTokensComeFromNobodyAndDestroyedOnesGoThere() {
        List<ContractLog> logs = List.of(
                UsdCoin.log(0, nobody(), address(1), UNITS),
                UsdCoin.log(1, address(1), nobody(), UNITS),
                UsdCoin.log(2, nobody(), nobody(), UNITS));
        assertThat(protocol.movements(logs))
                .containsExactly(
                        new TokenMovement(0, nobody(), address(1), new Amount(ID, UNITS)),
                        new TokenMovement(1, address(1), nobody(), new Amount(ID, UNITS)));
    }

    @Test
    @DisplayName("H05 a transfer that returned false wrote no log and moved nothing")
    void h05_withoutALogNothingMoved() {
        assertThat(protocol.movements(List.of())).isEmpty();
    }

    @Test
    void tokensAreNotSentWhereTheyAreLost() {
        for (Address lost : List.of(nobody(), CONTRACT)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> protocol.encode(intent(lost, UNITS)))
                    .withMessageStartingWith("to: ");
        }
        Bytes toNobody = Bytes.hex("a9059cbb" + "00".repeat(32) + word(UNITS).toHex());
        assertThat(protocol.decode(new ContractCall(CONTRACT, toNobody))).isEmpty();
        Address lowerCase = new Address(UsdCoin.CHAIN, address(1).text().toLowerCase(java.util.Locale.ROOT));
        assertThatIllegalArgumentException().isThrownBy(() -> protocol.encode(intent(lowerCase, UNITS)));
        TransferIntent tagged = new TransferIntent(address(1), new Amount(ID, UNITS), Optional.of("7"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> protocol.encode(tagged))
                .withMessageStartingWith("tag: ");
    }

    @Test
    @DisplayName("H21 what the contract says of balance and decimals is read exactly or not at all")
    void h21_answersAreOneWord() {
        assertThat(protocol.balance(word(UNITS))).hasValue(new Amount(ID, UNITS));
        assertThat(protocol.balance(Bytes.of(new byte[64]))).isEmpty();
        assertThat(protocol.decimals(word(BigInteger.valueOf(6)))).hasValue(6);
        assertThat(protocol.decimals(word(BigInteger.valueOf(255)))).hasValue(255);
        assertThat(protocol.decimals(word(BigInteger.valueOf(256)))).isEmpty();
        assertThat(protocol.decimals(word(BigInteger.ONE.shiftLeft(255)))).isEmpty();
    }

    @Test
    void aProtocolIsOfAContractOnItsTokensChain() {
        Address lowerCase = new Address(UsdCoin.CHAIN, CONTRACT.text().toLowerCase(java.util.Locale.ROOT));
        Address elsewhere = new Address(new ChainId("eip155:10"), CONTRACT.text());
        for (Address wrong : List.of(lowerCase, elsewhere)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Erc20Protocol(wrong, protocol.token(), CreditRule.AS_LOGGED))
                    .withMessageMatching("(contract: not an address|token: named).*");
        }
    }

    @Test
    @DisplayName("H29 a token has one name: its contract in the spelling of EIP-55")
    void h29_aTokenHasOneName() {
        String lower = CONTRACT.text().toLowerCase(java.util.Locale.ROOT);
        for (String name : List.of("erc20:" + lower, "erc20:" + address(1), "erc721:" + CONTRACT, "slip44:60")) {
            NetworkAsset asset = new NetworkAsset(new NetworkAssetId(UsdCoin.CHAIN + "/" + name), 6);
            AssetDescriptor token = new AssetDescriptor(asset, "USDC", AssetKind.TOKEN);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Erc20Protocol(CONTRACT, token, CreditRule.AS_LOGGED))
                    .withMessageEndingWith("expected eip155:1/erc20:" + CONTRACT);
        }
    }

    private ContractCall transfer() {
        return protocol.encode(intent(address(1), UNITS));
    }

    private static TransferIntent intent(Address to, BigInteger units) {
        return new TransferIntent(to, new Amount(ID, units), Optional.empty());
    }

    private static String selector(ContractCall call) {
        return call.data().toHex().substring(0, 8);
    }

    private static Bytes keccak(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        KeccakDigest digest = new KeccakDigest(256);
        digest.update(ascii, 0, ascii.length);
        byte[] hash = new byte[32];
        digest.doFinal(hash, 0);
        return Bytes.of(hash);
    }
}
