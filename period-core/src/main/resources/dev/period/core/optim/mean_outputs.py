x: Tensor, w: List[Tensor] -> Tensor
m = torch.to(w[0], 6)
if torch.gt(torch.dim(m), 2):
  groups = torch.floordiv(torch.size(x, 0), torch.size(m, 1))
  y = torch.flatten(torch.conv1d(torch.reshape(x, [1, -1, 1]), m, None, [1], [0], [1], groups))
else:
  y = torch.mv(m, x)
if torch.gt(torch.len(w), 1):
  z = torch.add(y, torch.to(w[1], 6))
else:
  z = y
return z
