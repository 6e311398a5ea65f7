x: Tensor, length: int, capacity: int -> Tensor
y = torch.new_empty(x, [torch.size(x, 0), torch.size(x, 1), capacity, torch.size(x, 3)], dtype=None, layout=None, device=None, pin_memory=None)
_0 = torch.copy_(torch.slice(y, 2, 0, length), torch.slice(x, 2, 0, length))
return y
