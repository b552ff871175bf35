// SPDX-License-Identifier: Apache-2.0
package io.coffer.asset.erc20;

import io.coffer.spi.asset.ContractLog;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.Address;
import io.coffer.testkit.asset.TokenProtocolContract;
import java.math.BigInteger;

class Erc20ConformanceTest extends TokenProtocolContract implements TokenProtocolContract.Fixture {
    private final Erc20Protocol protocol = UsdCoin.protocol();

    @Override
    protected Fixture fixture() {
        return this;
    }

    @Override
    public TokenProtocol protocol() {
        return protocol;
    }

    @Override
    public Address holder(int n) {
        return UsdCoin.address(n);
    }

    @Override
    public Address otherContract() {
        return UsdCoin.address(3);
    }

    @Override
    public ContractLog transfer(int index, Address from, Address to, BigInteger units) {
        return UsdCoin.log(index, from, to, units);
    }

    @Override
    public BigInteger most() {
        return BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    }
}
