// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// H04: calls itself USDT, has nothing, and logs whatever transfer it is asked for.
contract Forger {
    event Transfer(address indexed from, address indexed to, uint256 units);

    string public constant name = "Tether USD";
    string public constant symbol = "USDT";
    uint8 public constant decimals = 6;

    function balanceOf(address) external pure returns (uint256) {
        return type(uint256).max;
    }

    function forge(address from, address to, uint256 units) external {
        emit Transfer(from, to, units);
    }
}
