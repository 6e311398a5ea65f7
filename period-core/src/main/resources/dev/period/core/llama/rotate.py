x: Tensor, cos: Tensor, sin: Tensor -> Tensor
half = torch.size(cos, 3)
a = torch.slice(x, 3, 0, half)
b = torch.slice(x, 3, half, torch.mul(half, 2))
return torch.cat([torch.sub(torch.mul(a, cos), torch.mul(b, sin)), torch.add(torch.mul(b, cos), torch.mul(a, sin))], 3)
